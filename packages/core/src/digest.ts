import { createHash } from "node:crypto";

/** The salted digest by which a store and the recorder compare user messages. Hexadecimal, 32 digits. */
export function digestMessage(incarnation: string, text: string): string {
  return digest("message", incarnation, text);
}

/** The name under which a store keeps a closed session id: a salted hash, so that the id itself is gone. */
export function closedSessionId(incarnation: string, sessionId: string): string {
  return `closed:${digest("session", incarnation, sessionId)}`;
}

function digest(purpose: string, incarnation: string, text: string): string {
  return createHash("sha256")
    .update(JSON.stringify([purpose, incarnation, text]))
    .digest("hex")
    .slice(0, 32);
}
