import { allParts, closedSessionId, type PersonaStore, type Session, type StoredPart } from "@lifelong/core";

/** A session as it can be recorded again; without words where none are held any more. */
export type HeldSession = Session & { readonly id: string };

/** The sessions of a store one after another, those of several parts put together; closed ones are left out. */
export async function* sessionsIn(store: PersonaStore, userId: string): AsyncGenerator<HeldSession> {
  const numbers = new Map<number, number>();
  for await (const { ordinal, number } of allParts(store, userId)) if (number > 1) numbers.set(ordinal, number);
  const begun = new Map<number, StoredPart[]>();
  for await (const part of allParts(store, userId)) {
    if (part.closed) continue;
    const parts = [...(begun.get(part.ordinal) ?? []), part];
    if (part.number < (numbers.get(part.ordinal) ?? 1)) begun.set(part.ordinal, parts);
    else {
      begun.delete(part.ordinal);
      const messages = parts.flatMap((each) => each.messages.map(({ role, text }) => ({ role, text })));
      yield { id: part.sessionId, startedAt: part.startedAt, source: part.source, messages };
    }
  }
}

/** Ids of sessions that one store holds, and that were forgotten or private in the other. */
export async function* closedElsewhere(
  store: PersonaStore,
  other: PersonaStore,
  { userId, incarnation }: { userId: string; incarnation: string },
): AsyncGenerator<string> {
  const closed = new Set<string>();
  for await (const part of allParts(other, userId)) if (part.closed) closed.add(part.sessionId);
  if (closed.size === 0) return;
  const held = new Set<string>();
  for await (const part of allParts(store, userId)) if (!part.closed) held.add(part.sessionId);
  for (const id of held) if (closed.has(closedSessionId(incarnation, id))) yield id;
}
