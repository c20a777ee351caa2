import QuickLRU from "quick-lru";
import type { Pass } from "./pass.ts";
import { createPastUpdates } from "./past-updates.ts";
import { createPendingTokens } from "./pending-tokens.ts";
import { watermarkOf } from "./persona.ts";
import type { Standing } from "./reading.ts";
import type { Situation } from "./schedule.ts";
import type { PersonaStore } from "./store.ts";

const REMEMBERED = 10_000;

/** What one record stored. */
export interface JustRecorded {
  /** Ordinal of the session whose first part it stored; absent when it began none. */
  readonly begun?: number;
  /** Sequences of the parts that it stored. */
  readonly sequences: readonly number[];
}

/** What policies are told, with what this process remembers so that asking them stays cheap. */
export interface Situations {
  of(standing: Standing, pass: Pass, occasion: Situation["occasion"], recorded?: JustRecorded): Promise<Situation>;
  /** Notes that the pass has read all there was then without committing: it need not be read again here. */
  noteRead(standing: Standing, pass: Pass): void;
}

export function createSituations({ store, now }: { store: PersonaStore; now: () => Date }): Situations {
  /** Parts that an update read without committing: they stay behind the watermark. */
  const readThrough = new QuickLRU<string, number>({ maxSize: REMEMBERED });
  /** When the first part after a watermark was recorded, which does not change while the watermark stands. */
  const recordedAfter = new QuickLRU<string, Date>({ maxSize: REMEMBERED });
  const pendingTokens = createPendingTokens(store);
  const pastUpdates = createPastUpdates(store);

  return {
    async of(standing, pass, occasion, { begun, sequences } = { sequences: [] }) {
      const { head, persona } = standing;
      const watermark = watermarkOf(persona, pass.name);
      const lastSequence = head?.lastSequence ?? 0;
      const known = readThrough.get(keyOf(standing, pass)) ?? 0;
      const isPending = lastSequence > watermark.sequence;
      const firstAfter = async (sequence: number) =>
        isPending ? recordedAt(persona.userId, head?.incarnation, sequence) : undefined;
      const oldestAt = () => firstAfter(watermark.sequence);
      return {
        occasion,
        now: now(),
        watermark,
        unread: lastSequence > Math.max(watermark.sequence, known),
        pending: Math.max(0, (head?.sessions ?? 0) - watermark.ordinal),
        begun,
        async pendingTokens() {
          return (await pendingTokens(standing, pass.name)).at(-1)?.total ?? 0;
        },
        async recordedTokens() {
          const steps = await pendingTokens(standing, pass.name);
          return steps.flatMap(({ sequence, total: after }, place) =>
            sequences.includes(sequence) ? [{ before: steps[place - 1]?.total ?? 0, after }] : [],
          );
        },
        updates: () => pastUpdates(standing, pass.name),
        oldestAt,
        newestAt: async () =>
          // The newest part of all may have been forgotten.
          isPending && occasion === "record" ? now() : ((await firstAfter(lastSequence - 1)) ?? oldestAt()),
      };
    },

    noteRead(standing, pass) {
      if (standing.head) readThrough.set(keyOf(standing, pass), standing.head.lastSequence);
    },
  };

  async function recordedAt(userId: string, incarnation: string | undefined, after: number): Promise<Date | undefined> {
    const key = JSON.stringify([incarnation, after]);
    const known = recordedAfter.get(key);
    if (known) return known;
    const [part] = await store.readParts(userId, { after, limit: 1 });
    if (!part) return undefined;
    const at = new Date(part.recordedAt);
    recordedAfter.set(key, at);
    return at;
  }
}

function keyOf({ head, persona }: Standing, { name }: Pass): string {
  return JSON.stringify([head?.incarnation, persona.userId, name]);
}
