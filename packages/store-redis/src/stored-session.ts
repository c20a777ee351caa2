import { digestOf, type SessionState, type StoredPart, type StoredStanding } from "@lifelong/core";
import { parseFields, parsePart, parseStanding, parseTexts } from "./document.ts";
import type { UserKeys } from "./keys.ts";

/** A session id as the script reads it. */
export interface StoredSession {
  readonly incarnation: string;
  /** `ordinal:parts`, or `closed`. */
  readonly held: string;
  /** In order; none of a closed session. */
  readonly parts: readonly StoredPart[];
}

/** A user and a session of theirs, of one moment. */
export interface Opening {
  readonly standing: StoredStanding;
  readonly session: StoredSession | null;
}

/** @param keys - of the user; an error names the one that cannot be read */
export function parseOpening(reply: unknown, keys: UserKeys): Opening | null {
  if (reply === null) return null;
  const fields = parseFields(reply, keys.life);
  const standing = parseStanding(fields.slice(0, 5), keys.life);
  const [held = null, ...documents] = fields.slice(5);
  if (held === null) return { standing, session: null };
  const parts = parseTexts(documents, keys.parts).map((document) => parsePart(document, keys.parts));
  return { standing, session: { incarnation: standing.head.incarnation, held, parts } };
}

export function stateOf({ incarnation, held, parts }: StoredSession): SessionState {
  const [first] = parts;
  if (held === "closed" || first === undefined) {
    return { parts: 0, messages: 0, startedAt: "", replies: 0, digests: [], state: "closed" };
  }
  const messages = parts.flatMap((part) => part.messages);
  return {
    parts: parts.length,
    messages: messages.length,
    startedAt: first.startedAt,
    replies: messages.length - 1 - messages.findLastIndex(({ role }) => role === "user"),
    digests: messages.filter(({ role }) => role === "user").map((message) => digestOf(incarnation, message)),
    state: "open",
  };
}
