import { closedPart, type Erasure, type StoredPart } from "@lifelong/core";
import type { StoredSession } from "./stored-session.ts";

/** What a rewrite takes out of one session: the indexes of messages, or `all` of it. */
export type Loss = ReadonlySet<number> | "all";

/** One loss for each session, however often it is named. */
export function lossesOf(erasures: readonly Erasure[]): ReadonlyMap<string, Loss> {
  const losses = new Map<string, Loss>();
  for (const { sessionId, messages } of erasures) {
    const before = losses.get(sessionId);
    const whole = messages === undefined || before === "all";
    losses.set(sessionId, whole ? "all" : new Set([...(before ?? []), ...messages]));
  }
  return losses;
}

/** The words that tell the script what one session loses. */
export function lossWords(sessionId: string, session: StoredSession | null, loss: Loss): (string | number)[] {
  const { held, incarnation, parts } = session ?? { held: "", incarnation: "", parts: [] };
  const changed = loss === "all" ? parts.slice(0, 1).map((part) => closed(incarnation, part)) : emptied(parts, loss);
  const documents = changed.flatMap((part) => [part.number, JSON.stringify(part)]);
  return [JSON.stringify(sessionId), held, loss === "all" ? 1 : 0, changed.length, ...documents];
}

function closed(incarnation: string, part: StoredPart): StoredPart {
  return { ...closedPart(incarnation, part), sequence: part.sequence, ordinal: part.ordinal };
}

function emptied(parts: readonly StoredPart[], indexes: ReadonlySet<number>): readonly StoredPart[] {
  const touched = parts.filter(({ firstMessage, messages }) =>
    messages.some((_, index) => indexes.has(firstMessage + index)),
  );
  return touched.map((part) => ({
    ...part,
    messages: part.messages.map((message, index) =>
      // The role alone is taken over: a key that this version does not know may hold the text too.
      indexes.has(part.firstMessage + index) ? { role: message.role, text: "" } : message,
    ),
  }));
}
