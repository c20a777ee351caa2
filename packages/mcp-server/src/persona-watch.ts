import type { Persona, Personalizer } from "@lifelong/core";

/** Notices when the text of a user's persona has become another one, whoever committed that. */
export interface PersonaWatch {
  /**
   * Looks now, one small read; the first look only takes note. Never throws: what cannot be read is told by the call
   * that needs it.
   *
   * @param revision - what a call has just read; nothing is read again where that is the one last seen
   */
  look(revision?: unknown): Promise<void>;
  /** Called once for each look that finds another text. The answer takes the listener away again. */
  onChange(listener: () => void): () => void;
  /** Whether there is anybody to call. */
  readonly isHeard: boolean;
}

/** No timer: it looks when it is told to, after everything that this process does, and so notices what others did. */
export function createPersonaWatch({
  personalizer,
  userId,
  now = () => new Date(),
}: {
  personalizer: Personalizer | Promise<Personalizer>;
  userId: string;
  now?: () => Date;
}): PersonaWatch {
  const listeners = new Set<() => void>();
  let known: Persona | undefined;
  let looking: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function compare(): Promise<void> {
    const opened = await personalizer;
    const persona = await opened.show(userId);
    const before = known;
    known = persona;
    if (before === undefined || before === persona) return;
    const at = now();
    const { render } = await import("@lifelong/core");
    // Both at the same moment: what has expired meanwhile is no commit.
    const [one, other] = [before, persona].map((each) => render(each, opened.schema, { now: at }).text);
    if (one !== other) for (const listener of [...listeners]) listener();
  }

  return {
    look(revision) {
      if (waiting !== undefined) return waiting;
      if (known !== undefined && known.revision === revision) return looking;
      // One that has not begun yet will see all that is there by then.
      waiting = looking.then(() => {
        waiting = undefined;
        return compare().catch(() => {});
      });
      looking = waiting;
      return waiting;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get isHeard() {
      return listeners.size > 0;
    },
  };
}

/** Users whose watches are remembered, beside those that somebody listens to. */
const REMEMBERED = 1_000;

/** One watch for each of many users, whichever server it was that they called. */
export interface PersonaWatches {
  of(userId: string): PersonaWatch;
}

export function createWatches(personalizer: Promise<Personalizer>, remembered: number = REMEMBERED): PersonaWatches {
  const watches = new Map<string, PersonaWatch>();
  return {
    of(userId) {
      const known = watches.get(userId);
      const watch = known ?? createPersonaWatch({ personalizer, userId });
      // The one that was asked for last is the last to go.
      watches.delete(userId);
      if (!known && watches.size >= remembered) forgetUnheard();
      watches.set(userId, watch);
      return watch;
    },
  };

  /** A client that listens would wait for ever for another watch's news. */
  function forgetUnheard(): void {
    for (const [userId, { isHeard }] of watches) {
      if (watches.size < remembered) return;
      if (!isHeard) watches.delete(userId);
    }
  }
}
