import type { RecordedSession } from "./personalizer.ts";
import type { Message, StoredPart } from "./session.ts";
import type { PersonaStore } from "./store.ts";

const PAGE = 256;

/** Every part after a sequence, in order, page by page. */
export async function* allParts(store: PersonaStore, userId: string, after = 0): AsyncGenerator<StoredPart> {
  for (let last = after; ; ) {
    const page = await store.readParts(userId, { after: last, limit: PAGE });
    yield* page;
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return;
    last = end.sequence;
  }
}

/** All of them at once. */
export async function readAllParts(store: PersonaStore, userId: string): Promise<readonly StoredPart[]> {
  const parts: StoredPart[] = [];
  for await (const part of allParts(store, userId)) parts.push(part);
  return parts;
}

/** The messages held of one session, over all its parts; the index in the array is the message's index. */
export async function heldMessages(
  store: PersonaStore,
  userId: string,
  sessionId: string,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for await (const part of allParts(store, userId)) {
    if (part.sessionId === sessionId) messages.push(...part.messages);
  }
  return messages;
}

/** Parts put together into sessions, in the order of recording. */
export function sessionsOf(parts: readonly StoredPart[]): readonly RecordedSession[] {
  const sessions = Map.groupBy(parts, ({ ordinal }) => ordinal);
  return [...sessions.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { sessionId: id, ordinal, startedAt, source, closed } = first;
    const messages = group.flatMap((part) => part.messages);
    return [{ id, ordinal, startedAt, source, closed: closed ?? false, parts: group, messages }];
  });
}
