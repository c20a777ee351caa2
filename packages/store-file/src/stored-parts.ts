import { digestOf, type Message, type Part, type SessionState, type StoredPart } from "@lifelong/core";
import { corrupt } from "./faults.ts";
import type { Life } from "./life.ts";
import type { Medium } from "./medium.ts";
import { decodeDigest, decodeSegment } from "./record.ts";
import type { IndexedPart, SessionIndex } from "./session-index.ts";
import { type PartRecord, readPartRecords } from "./session-log.ts";

/** Parts in the order of their sequences, read from the log. */
export function readPartsOf(
  medium: Medium,
  life: Life,
  index: SessionIndex,
  { after, limit }: { after: number; limit: number },
): readonly StoredPart[] {
  const found: IndexedPart[] = [];
  for (let at = firstAfter(index.parts, after); at < index.parts.length && found.length < limit; at += 1) {
    const part = index.parts[at] as IndexedPart;
    // Of a closed session, its first part alone is told of.
    if (!part.session.closed || part.session.parts[0] === part) found.push(part);
  }
  const last = found.length < limit ? Number.POSITIVE_INFINITY : (found.at(-1)?.sequence ?? after);
  const unreadable = index.damagedAfter.some((sequence) => sequence >= after && sequence < last);
  if (unreadable || (index.suspect && found.length < limit)) throw corrupt(medium.directory, life.log);
  return readPartRecords(medium, life.log, found).map((record, at) =>
    toStoredPart(medium, life, record, found[at] as IndexedPart),
  );
}

/** What the log holds of a session id. */
export function readSessionOf(medium: Medium, life: Life, index: SessionIndex, key: string): SessionState | null {
  if (index.isClosed(key)) return { parts: 0, messages: 0, startedAt: "", replies: 0, digests: [], state: "closed" };
  const parts = index.session(key)?.parts;
  if (parts === undefined) return null;
  const records = readPartRecords(medium, life.log, parts);
  const roles = records.flatMap(({ line }) => line.head.roles);
  const digests = records.flatMap((record) => digestsOf(medium, life, record));
  return {
    parts: parts.length,
    messages: roles.length,
    startedAt: records[0]?.line.head.startedAt ?? "",
    replies: roles.length - 1 - roles.lastIndexOf("user"),
    digests: digests.filter((_, position) => roles[position] === "user"),
    state: "open",
  };
}

/** The digests of a user's messages by which they stay known when they are emptied, by index within the session. */
export function digestsByMessage(
  medium: Medium,
  life: Life,
  index: SessionIndex,
  key: string,
): ReadonlyMap<number, string> {
  const records = readPartRecords(medium, life.log, index.session(key)?.parts ?? []);
  return new Map(
    records.flatMap((record) => {
      const { firstMessage, roles } = record.line.head;
      return digestsOf(medium, life, record).flatMap((digest, position): [number, string][] =>
        roles[position] === "user" && digest !== null ? [[firstMessage + position, digest]] : [],
      );
    }),
  );
}

/** Of each message of a part, whoever said it; null where nothing of it is left. */
function digestsOf(medium: Medium, life: Life, record: PartRecord): readonly (string | null)[] {
  return messagesOf(medium, life, record).map((message) => digestOf(life.incarnation, message));
}

function messagesOf(medium: Medium, life: Life, record: PartRecord): readonly Message[] {
  const { roles } = record.line.head;
  return documentsOf(medium, life, record)
    .slice(1)
    .map((message, position) => toMessage(message, roles[position] as Message["role"]));
}

/** The message as it was written, or what is left of it. */
function toMessage(document: unknown, role: Message["role"]): Message {
  const digest = decodeDigest(document);
  if (digest !== undefined) return { role, text: "", digest };
  return document === undefined ? { role, text: "" } : (document as Message);
}

function toStoredPart(medium: Medium, life: Life, record: PartRecord, { sequence, session }: IndexedPart): StoredPart {
  const { number, firstMessage, startedAt, recordedAt, source, roles } = record.line.head;
  const { key: sessionId, ordinal, closed } = session;
  const known = { sessionId, number, firstMessage, startedAt, recordedAt, source, messages: [] };
  if (closed) return { ...known, number: 1, firstMessage: 0, closed: true, sequence, ordinal };
  const [document = known, ...messages] = documentsOf(medium, life, record);
  const told = messages.map((message, at) => toMessage(message, roles[at] as Message["role"]));
  return { ...(document as Part), messages: told, sequence, ordinal };
}

/** The part without its messages, then each message; undefined where erased. */
function documentsOf(medium: Medium, life: Life, { bytes, line }: PartRecord): readonly unknown[] {
  return line.segments.map(({ start, end }) => {
    const segment = decodeSegment(bytes.subarray(start, end));
    if (segment === "damaged") throw corrupt(medium.directory, life.log);
    return segment.document;
  });
}

/** Position of the first part after a sequence. */
function firstAfter(parts: readonly IndexedPart[], after: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as IndexedPart).sequence > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
