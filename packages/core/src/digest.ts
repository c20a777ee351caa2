import { createHash } from "node:crypto";
import type { Message } from "./session.ts";

/** The salted digest by which a store and the recorder compare user messages. Hexadecimal, 32 digits. */
export function digestMessage(incarnation: string, text: string): string {
  return createHash("sha256")
    .update(JSON.stringify(["message", incarnation, text]))
    .digest("hex")
    .slice(0, 32);
}

/** The digest by which a user message is told from others: of its text, or what was kept of one that was emptied. */
export function digestOf(incarnation: string, { text, digest }: Message): string | null {
  return text === "" ? (digest ?? null) : digestMessage(incarnation, text);
}

/**
 * What stays of a message that is emptied: its role, and for a user's message its digest where that is kept. A key that
 * this version does not know may hold the text too, and goes.
 */
export function emptyMessage(incarnation: string, message: Message, keepsDigest: boolean): Message {
  const { role } = message;
  const kept = keepsDigest && role === "user" ? digestOf(incarnation, message) : null;
  return { role, text: "", ...(kept !== null && { digest: kept }) };
}

/**
 * The name under which a store keeps a closed session id: a salted hash, so that the id itself is gone. The same in every
 * store, so that what is closed stays closed when a life is moved; SHA-1, which the scripts of databases have too, and
 * for which nothing but guessing an id is at stake.
 */
export function closedSessionId(incarnation: string, sessionId: string): string {
  return `closed:${createHash("sha1").update(incarnation).update(JSON.stringify(sessionId)).digest("hex")}`;
}
