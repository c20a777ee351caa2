import { closedSessionId, digestOf, type Part, type SessionState, type StoredPart } from "@lifelong/core";
import * as z from "zod";
import { check, parsePart } from "./document.ts";

/** A session id as the script reads it. */
export interface StoredSession {
  readonly incarnation: string;
  /** `ordinal:parts`, or `closed`. */
  readonly held: string;
  /** In order; none of a closed session. */
  readonly parts: readonly StoredPart[];
}

const answer = z.tuple([z.string(), z.string()], z.string()).nullable();

export function parseSession(reply: unknown, key: string): StoredSession | null {
  const found = check(answer, reply, key);
  if (found === null) return null;
  const [incarnation, held, ...documents] = found;
  return { incarnation, held, parts: documents.map((document) => parsePart(document, key)) };
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

/** What remains of a private or forgotten session: that it was the n-th, and a name that only its own id leads to. */
export function closedPart(incarnation: string, { sessionId, startedAt, recordedAt, source }: Part): Part {
  return {
    sessionId: closedSessionId(incarnation, sessionId),
    number: 1,
    firstMessage: 0,
    startedAt,
    recordedAt,
    source,
    messages: [],
    closed: true,
  };
}
