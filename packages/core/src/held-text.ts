import QuickLRU from "quick-lru";
import { revisionsSince } from "./history.ts";
import type { Standing } from "./reading.ts";
import type { Judgement, StoredText } from "./retention.ts";
import type { StoredPart } from "./session.ts";
import type { PersonaStore } from "./store.ts";

/** Users whose texts are remembered. */
const REMEMBERED = 1_000;
/** Parts in one read. */
const PAGE = 64;
/** How far back the revision is looked for that tells where the first text stands. */
const REVISIONS_SEARCHED = 64;

/** A conversation that holds text, as far as it was read. */
export interface HeldText extends StoredText {
  readonly sessionId: string;
  /** Number of its last part that was read. */
  readonly parts: number;
  /** Indexes of the messages with text. */
  readonly messages: readonly number[];
}

/** Which conversations of a user hold text that may go soon: each part is read once, and none long before its time. */
export interface HeldTexts {
  /** In the order of recording. */
  read(standing: Standing, judgement: Judgement, now: number): Promise<readonly HeldText[]>;
  /** Notes that these have grown by parts that were not read yet: they count as recorded now. */
  postpone(standing: Standing, grown: readonly HeldText[], now: number): void;
  /** The last sequence up to which no text is held, once these are gone. */
  clearThrough(standing: Standing, gone: readonly HeldText[]): number;
  /** Notes that these are gone, by a rewrite that made this revision. */
  remove(standing: Standing, gone: readonly HeldText[], revision: number): void;
}

interface Known {
  /** Of the persona when the parts were read: whoever empties parts makes a later one. */
  readonly revision: number;
  /** The last sequence that was read. */
  readonly through: number;
  /** By ordinal. */
  readonly texts: ReadonlyMap<number, HeldText>;
  /** The first part that was not taken in, since nothing of it may go yet. */
  readonly next?: StoredText;
}

export function createHeldTexts(store: PersonaStore): HeldTexts {
  const remembered = new QuickLRU<string, Known>({ maxSize: REMEMBERED });

  return {
    async read(standing, judgement, now) {
      const { head, persona } = standing;
      if (!head) return [];
      let known = await recall(standing);
      const isNear = (text: StoredText) => judgement.fromUnlessParked(text) <= now;
      let isFirst = true;
      while (known.through < head.lastSequence && (known.next === undefined || isNear(known.next))) {
        const page = await store.readParts(persona.userId, { after: known.through, limit: limitOf(known, isFirst) });
        if (page.length === 0) break;
        known = takeIn(known, page, isNear);
        isFirst = false;
      }
      remembered.set(keyOf(standing), { ...known, revision: head.revision });
      return [...known.texts.values()];

      /** What has to wait for its time comes in its order: one part tells whether more of them need be read. */
      function limitOf({ through }: Known, isFirst: boolean): number {
        const free = judgement.freeThrough - through;
        return free > 0 ? Math.min(PAGE, free) : isFirst ? 1 : PAGE;
      }
    },

    postpone(standing, grown, now) {
      const key = keyOf(standing);
      const known = remembered.get(key);
      if (!known || grown.length === 0) return;
      const later = (text: HeldText) => (grown.includes(text) ? { ...text, recordedAt: now } : text);
      remembered.set(key, {
        ...known,
        texts: new Map([...known.texts].map(([ordinal, text]) => [ordinal, later(text)])),
      });
    },

    clearThrough(standing, gone) {
      const known = remembered.get(keyOf(standing));
      if (!known) return 0;
      const left = [...known.texts.values()].filter((text) => !gone.includes(text));
      return Math.min(known.through, ...left.map(({ sequences }) => (sequences[0] ?? 0) - 1));
    },

    remove(standing, gone, revision) {
      const key = keyOf(standing);
      const known = remembered.get(key);
      if (!known) return;
      const texts = new Map([...known.texts].filter(([, text]) => !gone.includes(text)));
      remembered.set(key, { ...known, texts, revision });
    },
  };

  /** What was read before, unless somebody has rewritten the past since; then from the first text on. */
  async function recall(standing: Standing): Promise<Known> {
    const { head, persona } = standing;
    const last = remembered.get(keyOf(standing));
    const revision = head?.revision ?? 0;
    if (last && (await revisionsSince(store, persona.userId, last.revision, revision)) !== null) return last;
    const revisions = await store.readRevisions(persona.userId, { limit: REVISIONS_SEARCHED });
    const cause = revisions.find((other) => other.cause.kind === "prune")?.cause;
    return { revision, through: cause?.kind === "prune" ? cause.through : 0, texts: new Map() };
  }
}

/** Takes in the parts up to the first that has to wait. */
function takeIn(known: Known, parts: readonly StoredPart[], isNear: (text: StoredText) => boolean): Known {
  const texts = new Map(known.texts);
  let { through } = known;
  for (const part of parts) {
    const { sequence, ordinal, messages, firstMessage, number, sessionId } = part;
    const recordedAt = Date.parse(part.recordedAt);
    const alone = { sequences: [sequence], recordedAt };
    if (!isNear(alone)) return { ...known, through, texts, next: alone };
    through = sequence;
    const held = texts.get(ordinal);
    const added = messages.flatMap(({ text }, offset) => (text === "" ? [] : [firstMessage + offset]));
    if (part.closed || (!held && added.length === 0)) continue;
    texts.set(ordinal, {
      sessionId,
      parts: number,
      recordedAt: Math.max(recordedAt, held?.recordedAt ?? 0),
      sequences: [...(held?.sequences ?? []), ...(added.length > 0 ? [sequence] : [])],
      messages: [...(held?.messages ?? []), ...added],
    });
  }
  return { ...known, through, texts, next: undefined };
}

function keyOf({ head, persona }: Standing): string {
  return JSON.stringify([head?.incarnation, persona.userId]);
}
