import pLimit from "p-limit";
import QuickLRU from "quick-lru";
import { apply } from "./apply.ts";
import { PersonaError } from "./errors.ts";
import type { EventListener } from "./events.ts";
import { createHeldTexts, type HeldText } from "./held-text.ts";
import { prune, readHistory } from "./history.ts";
import { DAY_MS } from "./ledger.ts";
import type { Pass } from "./pass.ts";
import { PERSONA_FORMAT } from "./persona.ts";
import type { Reading, Standing } from "./reading.ts";
import { judge, parseRetention, type Retention } from "./retention.ts";
import type { Revision } from "./revision.ts";
import { type PersonaSchema, schemaName } from "./schema.ts";
import type { PersonaStore } from "./store.ts";

/** So many conversations are worth a rewrite; fewer are when one of them could have gone so long ago. */
const WORTH_SESSIONS = 20;
const OVERDUE_MS = 7 * DAY_MS;
/** So many conversations lose their text in one rewrite at most. */
const MOST_SESSIONS = 200;
/** Users who are looked at at once. */
const AT_ONCE = 2;
/** Users whose history's beginning is remembered. */
const REMEMBERED = 1_000;

/** Clears away what a retention does not keep. */
export interface Pruner {
  retention(): Retention;
  /** Looks at a user with nobody waiting. */
  lookLater(userId: string): void;
  /** Looks at a user, and clears away what is worth it. A failure becomes an event; a conflict waits for the next look. */
  look(userId: string): Promise<void>;
  /** Resolves when nobody is being looked at. */
  settled(): Promise<void>;
}

/** @throws PersonaError `CONFIGURATION` for a retention that keeps nothing */
export function createPruner(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  passes: readonly Pass[];
  /** What is kept, or what is made of what the store declares; absent: that. */
  retention: Retention | ((declared: Retention) => Retention) | undefined;
  read: Reading;
  now: () => Date;
  emit: EventListener;
}): Pruner {
  const { store, schema, passes, read, now, emit } = parts;
  const given = typeof parts.retention === "object" ? parseRetention(parts.retention) : undefined;
  const make = typeof parts.retention === "function" ? parts.retention : (declared: Retention) => declared;
  // A store that is opened late declares late.
  const retention = () => given ?? parseRetention(make(store.retention ?? {}));
  const heldTexts = createHeldTexts(store);
  /** Revision of the base, by user. */
  const bases = new QuickLRU<string, number>({ maxSize: REMEMBERED });
  const limit = pLimit(AT_ONCE);
  const underWay = new Map<string, Promise<void>>();

  const pruner: Pruner = {
    retention,

    lookLater(userId) {
      void pruner.look(userId);
    },

    look(userId) {
      const { sessions, revisions } = retention();
      if (sessions === undefined && revisions === undefined) return Promise.resolve();
      const looking = underWay.get(userId) ?? limit(() => lookAt(userId)).finally(() => underWay.delete(userId));
      underWay.set(userId, looking);
      return looking;
    },

    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
  return pruner;

  async function lookAt(userId: string): Promise<void> {
    try {
      while ((await clear(await read(userId))) === "more");
    } catch (error) {
      if (PersonaError.isInstance(error) && error.code === "REVISION_CONFLICT") return;
      const known = error instanceof Error ? error : new Error(String(error));
      emit({ type: "prune-failed", userId, error: known });
    }
  }

  async function clear(standing: Standing): Promise<"done" | "more"> {
    const { head, persona } = standing;
    const { sessions, revisions: keep } = retention();
    if (!head || persona.format > PERSONA_FORMAT) return "done";
    const texts = await textsToGo(standing);
    const tooMany = await hasTooMany(standing);
    if (texts.length === 0 && !tooMany) return "done";

    const { userId } = persona;
    const history = await readHistory(store, userId);
    const at = now();
    const recent = history.revisions.filter((one) => at.getTime() - Date.parse(one.at) < DAY_MS).length;
    // The revision that tells of it is one of those that stay.
    const kept = tooMany && keep !== undefined ? prune(history, Math.max(keep - 1, recent)) : history;
    const revisions = history.revisions.length - kept.revisions.length;
    const through = sessions === undefined ? 0 : heldTexts.clearThrough(standing, texts);
    const revision: Revision = {
      format: PERSONA_FORMAT,
      revision: head.revision + 1,
      at: at.toISOString(),
      cause: { kind: "prune", sessions: texts.length, revisions, through },
      schema: schemaName(schema),
      changes: [],
      refusals: [],
    };
    await store.rewriteHistory(userId, head, {
      base: kept.base,
      revisions: kept.revisions,
      revision,
      persona: apply(persona, revision),
      erase: texts.map(({ sessionId, messages }) => ({ sessionId, messages, keepDigests: true })),
    });
    heldTexts.remove(standing, texts, revision.revision);
    bases.set(keyOf(standing), kept.base?.revision ?? 0);
    emit({ type: "history-pruned", userId, revision: revision.revision, sessions: texts.length, revisions });
    return texts.length >= WORTH_SESSIONS ? "more" : "done";
  }

  /** The conversations that lose their text now; none while it is not worth a rewrite. */
  async function textsToGo(standing: Standing): Promise<readonly HeldText[]> {
    const { sessions } = retention();
    if (sessions === undefined) return [];
    const { persona } = standing;
    const at = now().getTime();
    const judgement = judge(sessions, persona, passes);
    const texts = (await heldTexts.read(standing, judgement, at)).filter((text) => judgement.from(text) <= at);
    const isWorth = (some: readonly HeldText[]) =>
      some.length >= WORTH_SESSIONS || some.some((text) => judgement.from(text) <= at - OVERDUE_MS);
    if (!isWorth(texts)) return [];
    const some = texts.slice(0, MOST_SESSIONS);
    const states = await Promise.all(some.map(({ sessionId }) => store.readSession(persona.userId, sessionId)));
    const hasGrown = (text: HeldText) => states[some.indexOf(text)]?.parts !== text.parts;
    heldTexts.postpone(standing, some.filter(hasGrown), at);
    const whole = some.filter((text) => !hasGrown(text));
    return isWorth(whole) ? whole : [];
  }

  /** Twice as many as are kept, and of those that would go the newest is no revision of the last 24 hours. */
  async function hasTooMany(standing: Standing): Promise<boolean> {
    const { head, persona } = standing;
    const { revisions: keep } = retention();
    if (keep === undefined || !head || head.revision < 2 * keep) return false;
    const key = keyOf(standing);
    for (const isKnown of [bases.has(key), false]) {
      const base = (isKnown ? bases.get(key) : (await store.readBase(persona.userId))?.revision) ?? 0;
      bases.set(key, base);
      if (head.revision - base < 2 * keep) return false;
      const [last] = await store.readRevisions(persona.userId, { before: base + keep + 1, limit: 1 });
      if (last?.revision === base + keep) return now().getTime() - Date.parse(last.at) >= DAY_MS;
      // Somebody else has moved the base since it was read.
    }
    return false;
  }
}

function keyOf({ head, persona }: Standing): string {
  return JSON.stringify([head?.incarnation, persona.userId]);
}
