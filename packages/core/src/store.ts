import type { Persona } from "./persona.ts";
import type { Retention } from "./retention.ts";
import type { Revision } from "./revision.ts";
import type { Part, StoredPart } from "./session.ts";

/** Where a user stands: enough to know whether anything changed, and how much is pending. */
export interface Head {
  /** Random id made by the user's first write, whether part or persona; erasing the user ends it. */
  readonly incarnation: string;
  /** Of the newest persona; 0 while only sessions are stored. */
  readonly revision: number;
  /** Of the newest part; 0 without any. */
  readonly lastSequence: number;
  /** Number of sessions, closed ones included: the ordinal of the newest. */
  readonly sessions: number;
}

/** What is held of one session id. */
export interface SessionState {
  /** Number of parts held. */
  readonly parts: number;
  /** Number of messages held, over all parts: the next part's `firstMessage`. */
  readonly messages: number;
  /** Start of the session, ISO 8601 UTC, which every part of it carries; empty for a closed id. */
  readonly startedAt: string;
  /** Number of messages held after the last one of the user. */
  readonly replies: number;
  /** `digestMessage` of each user message, in order; null where the message was emptied and its digest was not kept. */
  readonly digests: readonly (string | null)[];
  /** A closed id is private or forgotten and takes nothing more; it holds no parts, messages or digests. */
  readonly state: "open" | "closed";
}

export interface Appended {
  /**
   * `stored`: durable, and visible to every process. `conflict`: not exactly `number − 1` parts are held; read the
   * session again and compare. `closed`: the id takes nothing. Only `stored` has written anything.
   */
  readonly outcome: "stored" | "conflict" | "closed";
  readonly sequence?: number;
  /** Ordinal of the session. */
  readonly session?: number;
  /**
   * Where the user stands with the part, as the step that stored it saw: whoever committed before that step is seen in
   * it. Absent from a store that would have to look again.
   */
  readonly head?: Head;
}

/** A head, the persona that belongs to it, and perhaps what is held of a session. */
export interface StoredStanding {
  readonly head: Head;
  /** Null if none was ever committed; absent if the caller knows it. */
  readonly persona?: Persona | null;
  /** As `readSession` tells it; absent if no session was asked for. */
  readonly session?: SessionState | null;
}

/** What forgetting or a retention takes out of the stored sessions. */
export interface Erasure {
  readonly sessionId: string;
  /** Indexes of the messages to empty, 0-based within the session; absent: the whole id is closed. */
  readonly messages?: readonly number[];
  /**
   * True: of each message of the user that is emptied its `digest` stays, so that the conversation is still told from
   * others; a digest kept before stays too. Absent: nothing but place and role stays, and a digest kept before goes.
   */
  readonly keepDigests?: true;
}

export interface HistoryRewrite {
  /** Where the fold starts from now on; null: the empty persona. */
  readonly base: Persona | null;
  /** Every revision after the base, oldest first, as it reads from now on. */
  readonly revisions: readonly Revision[];
  /** The revision that records the rewrite: the next one after the expected head's. */
  readonly revision: Revision;
  /** The fold of all of these. */
  readonly persona: Persona;
  readonly erase: readonly Erasure[];
}

/** Something about a store's medium that its operator should know. */
export interface StoreFinding {
  /** Whole sentences that say what to do, without user, password or query of a location. */
  readonly sentence: string;
}

/** Everything of one user, as one store hands it to another. */
export interface StoredLife {
  readonly head: Head;
  /** Null while only sessions are stored. */
  readonly persona: Persona | null;
  readonly base: Persona | null;
  /** After the base, oldest first. */
  readonly revisions: readonly Revision[];
  /** In the order of their sequences; closed ids as parts without messages, under their closed names. */
  readonly parts: readonly StoredPart[];
}

/**
 * Keeps everything, for any number of users, and for any number of processes at once where the medium is shared.
 *
 * Documents are opaque JSON and come back byte for byte, unknown keys included. Anything unreadable throws
 * `STORE_CORRUPT` and is never read as absent; a medium out of reach throws `STORE_UNAVAILABLE`, and then nothing was
 * acknowledged. Every user id of 1 to 1 000 characters of well-formed Unicode is safe; other ids throw `INVALID_INPUT`.
 * `storeContract` of `@lifelong/core/testing` checks all of it.
 */
export interface PersonaStore {
  /** For messages and events. */
  readonly name: string;

  /** What is kept where `createPersonalizer` is not told; absent: everything. For a medium in which text is dear. */
  readonly retention?: Retention;

  /** One small read. Null only if nothing of this user is stored. */
  readHead(userId: string): Promise<Head | null>;

  /** The newest persona; null if none was ever committed in this incarnation. */
  readPersona(userId: string): Promise<Persona | null>;

  /**
   * Head, newest persona and a session of one moment, where the medium gives them together for less; without it
   * `readHead`, `readPersona` and `readSession` are asked. Null only if nothing of this user is stored.
   *
   * @param wanted.known - incarnation and revision of the persona that the caller holds: if they are the head's, none is read
   * @param wanted.sessionId - the session to be told of; absent: none
   */
  readStanding?(
    userId: string,
    wanted: {
      readonly known?: { readonly incarnation: string; readonly revision: number };
      readonly sessionId?: string;
    },
  ): Promise<StoredStanding | null>;

  /**
   * Accepted if and only if the stored incarnation and revision are those of `expected` (null: nothing is stored, and
   * a new incarnation begins) and the persona's revision is the next. All or nothing: persona and revision together,
   * durable when it resolves.
   *
   * @throws PersonaError `REVISION_CONFLICT` otherwise; nothing has been written then
   */
  commitPersona(persona: Persona, revision: Revision, expected: Head | null): Promise<void>;

  /** Where the fold starts; null: the empty persona. */
  readBase(userId: string): Promise<Persona | null>;

  /**
   * Revisions after the base, newest first.
   *
   * @param before - revision number, exclusive; absent: from the newest
   */
  readRevisions(userId: string, range: { before?: number; limit: number }): Promise<readonly Revision[]>;

  /**
   * Stores the part durably, or says why not. Part n is accepted only on exactly n − 1 held parts of an open id.
   * Parts become visible in the order of their sequences: whoever has seen one never later meets a new one with a
   * lower number. A number is never used twice within an incarnation, not even after its part was erased.
   *
   * A part with `closed` is kept without messages, under `closedSessionId(incarnation, id)`: `closedPart` makes it.
   *
   * @param part - with `sequence`: kept if it is above the last, `conflict` otherwise
   * @throws PersonaError `INVALID_INPUT` for a later part with `closed`: an id that holds parts is closed by `rewriteHistory`
   */
  appendPart(userId: string, part: Part & { readonly sequence?: number }): Promise<Appended>;

  /** What is held of a session id, also of a closed one; null if it was never seen. */
  readSession(userId: string, sessionId: string): Promise<SessionState | null>;

  /**
   * Parts in the order of their sequences. A closed id appears as one part without messages and under its closed name.
   *
   * @param after - sequence, exclusive; 0 reads from the start
   */
  readParts(userId: string, range: { after: number; limit: number }): Promise<readonly StoredPart[]>;

  /**
   * Replaces the past, in one step as seen by everyone: the only way to change it. Erased text is in no file or key
   * of this user once it resolves; whichever process next touches the user finishes an interrupted rewrite.
   *
   * @throws PersonaError `REVISION_CONFLICT` if the stored head's incarnation or revision is another; nothing has changed then
   */
  rewriteHistory(userId: string, expected: Head, rewrite: HistoryRewrite): Promise<void>;

  /**
   * Removes everything of this user and ends the incarnation: every commit and every later part in flight conflicts,
   * even if the id starts anew. Repeatable.
   */
  eraseUser(userId: string): Promise<void>;

  /**
   * Takes in a life as another store held it, incarnation, sequences and ordinals included, so that what is closed
   * stays closed and numbers go on where they were. All or nothing, and only where nothing of the user is stored. A
   * store without takes no moved users in.
   *
   * @throws PersonaError `REVISION_CONFLICT` where something is stored; nothing has been written then
   */
  restoreUser?(userId: string, life: StoredLife): Promise<void>;

  /**
   * One page of user ids, in no order; every user stored throughout appears in exactly one page. `cursor` is opaque
   * and absent on the last page.
   *
   * @param pending - at least all users who have parts after some watermark, and a pass that never ran has none yet;
   * others may appear
   */
  listUsers(range: {
    cursor?: string;
    limit: number;
    pending?: boolean;
  }): Promise<{ readonly users: readonly string[]; readonly cursor?: string }>;

  /**
   * Looks at how the medium is set up, and changes nothing. Absent: there is nothing to look at.
   *
   * @returns what may cost something acknowledged, and what could not be looked at; empty when all is well
   * @throws PersonaError `STORE_UNAVAILABLE` when the medium is out of reach
   */
  examine?(): Promise<readonly StoreFinding[]>;

  /** Releases what the store opened. */
  close?(): Promise<void>;
}
