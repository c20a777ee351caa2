import { closedSessionId } from "./digest.ts";

/** Who wrote a message. Only `user` messages can teach. */
export type Role = "user" | "assistant" | "system" | "tool";

/** How a session came: seen by a program of ours (`witnessed`), or typed in by a host's model (`relayed`). */
export type Source = "witnessed" | "relayed";

export interface Message {
  readonly role: Role;
  /** Empty when the message was emptied: off the record, recorded while paused, forgotten, or cleared away. Its index stays. */
  readonly text: string;
  /** `digestMessage` of what a user's emptied message said, where its erasure kept it. A store gives it, and nobody hands it in. */
  readonly digest?: string;
}

/** One conversation as a caller hands it in, whole or as far as it has come. */
export interface Session {
  /** Absent: a hash of the first message and the start. The same id again means the same conversation, perhaps grown. */
  readonly id?: string;
  /** ISO 8601, UTC. Absent: the moment of recording. */
  readonly startedAt?: string;
  /** Absent: `witnessed`. */
  readonly source?: Source;
  /** True: neither learned from nor kept; only a salted hash of the id remains. */
  readonly private?: boolean;
  readonly messages: readonly Message[];
}

/** A stretch of one session, recorded at once and unchanged since, except for what is forgotten. */
export interface Part {
  readonly sessionId: string;
  /** 1-based within the session; part n is accepted only on exactly n − 1 held parts of an open id. */
  readonly number: number;
  /** Index within the session of this part's first message, 0-based. */
  readonly firstMessage: number;
  /** Start of the session, ISO 8601 UTC; the same in all its parts. */
  readonly startedAt: string;
  /** When this part was recorded, ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly source: Source;
  /** At most 64 KiB of text altogether. Empty in a closed part. */
  readonly messages: readonly Message[];
  /** True: this part closes its id, which then takes nothing more. The store keeps `closedSessionId` instead of the id. */
  readonly closed?: true;
}

/** A part as a store gives it back. */
export interface StoredPart extends Part {
  /** Rises from part to part of one user, never used twice within an incarnation; gaps are allowed. */
  readonly sequence: number;
  /** Rises from session to session of one user, from 1, without gaps; the same in all parts of a session. */
  readonly ordinal: number;
}

/**
 * For stores: what remains of a private or forgotten session, namely that it was there and when, under a name to which
 * only its own id leads. A store adds sequence and ordinal.
 *
 * @param part - the session's first, still under its own id
 */
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
