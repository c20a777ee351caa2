import { createHash } from "node:crypto";
import { digestMessage } from "./digest.ts";
import { PersonaError } from "./errors.ts";
import type { Message } from "./session.ts";
import type { PersonaStore, SessionState } from "./store.ts";

/** Where a conversation is held, and how much of it. */
export interface Holding {
  /** The id that was given, or one derived from it when that id belongs to another conversation. */
  readonly sessionId: string;
  /** `new`: nothing is held. `grown`: the beginning is held. `held`: all of it is. `closed`: the id takes nothing. */
  readonly match: "new" | "grown" | "held" | "closed";
  /** Absent when nothing is held. */
  readonly state?: SessionState;
  /** Index of the first message that is not held; the number of messages when all are. */
  readonly next: number;
}

/**
 * Finds the session to which a conversation belongs. Only messages of the user are compared, since hosts may shorten or
 * leave out the assistant's; an emptied message equals any.
 *
 * Hosts send one id for many conversations. Such a conversation gets an id of its own, made from its first messages: as
 * many as it takes to tell it from those that are held, so that the same conversation finds it again when it has grown.
 *
 * @param given.session - what is held of the id that was given
 * @param messages - as they were said, before anything was emptied: an emptied message would match any conversation
 */
export async function findHolding(
  store: PersonaStore,
  user: { readonly userId: string; readonly incarnation: string },
  { id, session }: { readonly id: string; readonly session: SessionState | null },
  messages: readonly Message[],
): Promise<Holding> {
  if (session === null) return { sessionId: id, match: "new", next: 0 };
  const spoken = messages.flatMap(({ role }, index) => (role === "user" ? [index] : []));
  const digests = spoken.map((index) => {
    const text = messages[index]?.text;
    return text ? digestMessage(user.incarnation, text) : null;
  });
  for (let depth = 0; depth <= digests.length; depth++) {
    const sessionId = depth === 0 ? id : derivedId(id, digests.slice(0, depth));
    const state = depth === 0 ? session : await store.readSession(user.userId, sessionId);
    if (state === null) return { sessionId, match: "new", next: 0 };
    if (state.state === "closed") return { sessionId, match: "closed", state, next: messages.length };
    if (agree(state.digests, digests)) {
      const next = spoken.length <= state.digests.length ? messages.length : firstNew(messages, spoken, state);
      return { sessionId, match: next === messages.length ? "held" : "grown", state, next };
    }
  }
  // At full depth the id is made from the whole conversation, so only an id chosen to collide leads here.
  throw new PersonaError("INVALID_INPUT", "Another conversation holds this session id. Record under another id.");
}

function derivedId(id: string, digests: readonly (string | null)[]): string {
  return `${id}~${createHash("sha256").update(JSON.stringify(digests)).digest("hex").slice(0, 12)}`;
}

function agree(held: readonly (string | null)[], given: readonly (string | null)[]): boolean {
  return given.slice(0, held.length).every((digest, index) => {
    const other = held[index];
    return digest === null || other === null || digest === other;
  });
}

/** After the last held message of the user, and after the replies that were held with it. */
function firstNew(messages: readonly Message[], spoken: readonly number[], { digests, replies }: SessionState): number {
  const lastHeld = spoken[digests.length - 1] ?? -1;
  return Math.min(lastHeld + 1 + replies, spoken[digests.length] ?? messages.length);
}
