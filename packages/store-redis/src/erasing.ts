import { closedPart, type Erasure, emptyMessage, type StoredPart } from "@lifelong/core";
import type { StoredSession } from "./stored-session.ts";

/** What a rewrite takes out of one session: messages by their indexes, each with whether its digest stays, or `all` of it. */
export type Loss = ReadonlyMap<number, boolean> | "all";

/** One loss for each session, however often it is named. */
export function lossesOf(erasures: readonly Erasure[]): ReadonlyMap<string, Loss> {
  const losses = new Map<string, Loss>();
  for (const { sessionId, messages, keepDigests = false } of erasures) {
    const before = losses.get(sessionId);
    if (messages === undefined || before === "all") {
      losses.set(sessionId, "all");
      continue;
    }
    const added = messages.map((index): [number, boolean] => [index, keepDigests && (before?.get(index) ?? true)]);
    losses.set(sessionId, new Map([...(before ?? []), ...added]));
  }
  return losses;
}

/** The words that tell the script what one session loses. */
export function lossWords(sessionId: string, session: StoredSession | null, loss: Loss): (string | number)[] {
  const { held, incarnation, parts } = session ?? { held: "", incarnation: "", parts: [] };
  const changed =
    loss === "all" ? parts.slice(0, 1).map((part) => closed(incarnation, part)) : emptied(incarnation, parts, loss);
  const documents = changed.flatMap((part) => [part.number, JSON.stringify(part)]);
  return [JSON.stringify(sessionId), held, loss === "all" ? 1 : 0, changed.length, ...documents];
}

function closed(incarnation: string, part: StoredPart): StoredPart {
  return { ...closedPart(incarnation, part), sequence: part.sequence, ordinal: part.ordinal };
}

function emptied(
  incarnation: string,
  parts: readonly StoredPart[],
  loss: ReadonlyMap<number, boolean>,
): readonly StoredPart[] {
  const touched = parts.filter(({ firstMessage, messages }) =>
    messages.some((_, index) => loss.has(firstMessage + index)),
  );
  return touched.map((part) => ({
    ...part,
    messages: part.messages.map((message, index) => {
      const keepsDigest = loss.get(part.firstMessage + index);
      return keepsDigest === undefined ? message : emptyMessage(incarnation, message, keepsDigest);
    }),
  }));
}
