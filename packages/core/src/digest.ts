import { createHash } from "node:crypto";

/** The salted digest by which a store and the recorder compare user messages. Hexadecimal, 32 digits. */
export function digestMessage(incarnation: string, text: string): string {
  return createHash("sha256")
    .update(JSON.stringify(["message", incarnation, text]))
    .digest("hex")
    .slice(0, 32);
}

/**
 * The name under which a store keeps a closed session id: a salted hash, so that the id itself is gone. The same in every
 * store, so that what is closed stays closed when a life is moved; SHA-1, which the scripts of databases have too, and
 * for which nothing but guessing an id is at stake.
 */
export function closedSessionId(incarnation: string, sessionId: string): string {
  return `closed:${createHash("sha1").update(incarnation).update(JSON.stringify(sessionId)).digest("hex")}`;
}
