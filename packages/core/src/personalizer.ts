import type { Ceiling } from "./ceiling.ts";
import type { Command } from "./command.ts";
import type { Spending } from "./ledger.ts";
import type { Proposal } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import type { Pass } from "./pass.ts";
import type { Basis, Content, FieldState, Parked, Persona, Watermark } from "./persona.ts";
import type { Retention } from "./retention.ts";
import type { Change, Refusal, Revision } from "./revision.ts";
import type { QueueStatus } from "./runner.ts";
import type { PersonaSchema } from "./schema.ts";
import type { Message, Session, Source, StoredPart } from "./session.ts";
import type { Head } from "./store.ts";
import type { Usage } from "./usage.ts";

/** One value as a reader sees it. */
export interface RenderedValue {
  readonly field: string;
  readonly valueId: string;
  readonly content: Content;
  readonly basis: Basis;
}

/** What goes into the next prompt, and what a program may want to know about it. */
export interface RenderedPersona {
  /** The fenced block, ending with a newline; empty when there is nothing to say. */
  readonly text: string;
  /** The values in the block, in its order. */
  readonly values: readonly RenderedValue[];
  /** o200k tokens of the text, or an upper bound where a line was never counted. Never over the budget. */
  readonly tokens: number;
  /** Values that the budget left out. */
  readonly omitted: number;
  /** Values in the block that have a word in common with the query, but for how to answer; absent without a query. */
  readonly relevant?: number;
  /** Hash of the text: the same text, the same etag. */
  readonly etag: string;
  /** ISO 8601 UTC: when an expiry will change the text; absent when nothing expires. */
  readonly validUntil?: string;
  readonly revision: number;
  /** Sessions that the deep pass has not used; without one, the instant pass. */
  readonly pending: number;
}

/** The answer to a recorded session. */
export interface Recorded {
  /** The id under which the conversation is held: another than the one given when that belongs to a different conversation. */
  readonly sessionId: string;
  /** Of the last part stored now; absent when nothing was stored. */
  readonly sequence?: number;
  /** True: every message of the user was held already. */
  readonly duplicate: boolean;
  /** True: this call stored the first part of the conversation. */
  readonly begun: boolean;
  /** How many messages of this call were stored with their text. */
  readonly kept: number;
  /** How many of this call's messages were not kept, by reason, in sentences for the user. Empty when all were. */
  readonly notKept: readonly NotKept[];
  /** Sessions that the deep pass has not used; without one, the instant pass. */
  readonly pending: number;
  /** Passes that this record made due. They run afterwards, never within the call; the host's is due while enough is pending. */
  readonly due: readonly string[];
}

export interface NotKept {
  readonly reason: "private" | "off-the-record" | "paused" | "closed" | "own-block";
  readonly count: number;
  readonly sentence: string;
}

/** What one update did. */
export interface UpdateReport {
  /** `committed`: a revision was written. `nothing`: there was nothing to do or to change. `paused`: the user paused learning. `parked`: the proposal could not be read and the sessions wait. `limited`: a daily ceiling is reached and no model was asked. Of several in one, the first of these: committed, parked, limited, paused. */
  readonly outcome: "committed" | "nothing" | "paused" | "parked" | "limited";
  /** Why it is limited, and until when, or why something was parked, in sentences; also where more was `committed`. */
  readonly reason?: string;
  /** ISO 8601 UTC: when a ceiling that is reached leaves room again. */
  readonly until?: string;
  /** True: it ended early, at a ceiling or after two parked ranges in a row, and more may be due. The next occasion goes on. */
  readonly stopped?: true;
  /** Revision of the persona afterwards. */
  readonly revision: number;
  /** Name of the pass, and who learned; absent for an edit. */
  readonly pass?: string;
  readonly by?: Pass["by"];
  readonly optimizer?: string;
  readonly model?: string;
  readonly prompt?: string;
  readonly usage?: Usage;
  /** Sessions read. */
  readonly sessions: number;
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** Sessions that the pass has not used afterwards. */
  readonly pending: number;
}

/** What a call for an update did: all passes told as one, the last one's outcome first, and each by itself. */
export interface OptimizeReport extends UpdateReport {
  /** In the order in which they ran. A pass of the host's model is not among them: it runs by `prepare` and `commit`. */
  readonly passes: readonly UpdateReport[];
}

/** What a prepared update must still find when it is committed. Plain data; grants nothing, since a commit reads everything again. */
export interface Ticket {
  readonly incarnation: string;
  readonly pass: string;
  /** Revision of the persona in the brief. */
  readonly revision: number;
  /** The last sequence that the pass had used when the brief was made. */
  readonly watermark: number;
  /** The last sequence in the brief. A lower one commits less of it, and the rest stays pending. */
  readonly through: number;
  /** The parked range that the brief takes up, instead of pending parts. */
  readonly parked?: Parked;
  /** More was pending than anybody had said lately: what is old is set aside, also when it was recorded as it was had. */
  readonly backlog?: true;
  /** ISO 8601 UTC. A ticket expires two days later. */
  readonly preparedAt: string;
}

/** Makes a proposal of an answer that was given to a brief. */
export type ProposalReader = (brief: Pick<Brief, "schema" | "sessions">) => Proposal;

/** What shall be forgotten. */
export type Forget =
  /** One value by its content, or everything a field holds and held; also the stored messages that say it. */
  | { readonly kind: "value"; readonly field: string; readonly content?: Content }
  /** A whole conversation and what only it supports. */
  | { readonly kind: "session"; readonly sessionId: string }
  /** Single messages of a conversation. */
  | { readonly kind: "messages"; readonly sessionId: string; readonly messages: readonly number[] }
  /** The user. */
  | { readonly kind: "everything" };

/** What forgetting took away; all zero when there was nothing. */
export interface Receipt {
  readonly values: number;
  readonly quotes: number;
  readonly messages: number;
  readonly sessions: number;
  /** Revisions whose text changed. */
  readonly revisions: number;
  /** Fields that take nothing from earlier sessions any more. */
  readonly closedFields: readonly string[];
  /** Revision of the persona afterwards; 0 after forgetting everything. */
  readonly revision: number;
}

/** Where a pass stands. */
export interface PassStatus {
  readonly pass: string;
  /** Who learns. */
  readonly by: Pass["by"];
  readonly optimizer: string;
  readonly watermark: Watermark;
  readonly pending: number;
  readonly due: boolean;
  /** Why it is due or not, in a sentence. */
  readonly reason: string;
  readonly running: boolean;
  /** Time, outcome and failure of the last update of this pass in the history; absent when it left none. */
  readonly last?: { readonly at: string; readonly revision: number; readonly failure?: string };
}

/** A range that is set aside, and what becomes of it. */
export interface ParkedStatus extends Parked {
  /** Who learns in its pass; absent when no such pass is configured. */
  readonly by?: Pass["by"];
  /** Why it could not be read the last time, in a sentence; absent for an `old` one and where the history is too long ago. */
  readonly failure?: string;
  /** Tries that still come by themselves, each after an update that went well; 0: it is read on request only. */
  readonly triesLeft: number;
}

/** How the user's memory stands. */
export interface Status {
  readonly userId: string;
  readonly store: string;
  readonly schema: string;
  readonly head: Head | null;
  /** What is kept of conversations and history. */
  readonly retention: Retention;
  readonly paused: boolean;
  readonly consents: readonly string[];
  readonly values: number;
  readonly tentative: number;
  readonly parked: readonly ParkedStatus[];
  readonly passes: readonly PassStatus[];
  /** How the updates of all users stand on a queue; absent where none is shared. */
  readonly queue?: QueueStatus;
  readonly updatedAt?: string;
  /** When the newest part was recorded. */
  readonly recordedAt?: string;
}

/** What learning by a configured model has cost, and what it replaces. */
export interface CostReport {
  /** Within the last 24 hours, the last 30 days, and as far as the history goes. */
  readonly day: Spending;
  readonly month: Spending;
  readonly ever: Spending;
  /** Ever, by model. */
  readonly byModel: readonly (Spending & { readonly model: string })[];
  /** The daily ceiling for one user, where there is one. */
  readonly ceiling?: Ceiling;
  /** Conversations recorded. */
  readonly sessions: number;
  /** o200k tokens of the persona as it is now, with which every conversation begins. */
  readonly personaTokens: number;
  /** Of these, conversations in which a message was emptied: forgotten, off the record or cleared away. */
  readonly emptied: number;
  /** o200k tokens had every conversation begun with all earlier ones instead of the persona, as far as their text is held. */
  readonly historyTokens: number;
}

/** Everything that is held about the user, to take away. */
export interface PersonaExport {
  readonly format: number;
  readonly exportedAt: string;
  readonly persona: Persona;
  readonly base: Persona | null;
  readonly revisions: readonly Revision[];
  readonly sessions: readonly RecordedSession[];
}

/** A session as it is held. */
export interface RecordedSession {
  readonly id: string;
  readonly ordinal: number;
  readonly startedAt: string;
  readonly source: Source;
  readonly closed: boolean;
  readonly parts: readonly StoredPart[];
  readonly messages: readonly Message[];
}

/** Why a field holds what it holds. */
export interface Explanation {
  readonly field: string;
  readonly label: string;
  readonly state: FieldState;
  /** Revisions that touched the field, newest first, cut down to what touched it. */
  readonly history: readonly {
    readonly revision: number;
    readonly at: string;
    readonly by: string;
    readonly changes: readonly Change[];
    readonly refusals: readonly Refusal[];
  }[];
}

/** What a round over all users did. */
export interface RunReport {
  readonly users: number;
  readonly updates: readonly (UpdateReport & { readonly userId: string })[];
  readonly failures: readonly { readonly userId: string; readonly pass: string; readonly message: string }[];
}

/**
 * The whole library: tools, command line and agents call nothing else.
 *
 * All methods throw PersonaError `INVALID_INPUT` for arguments that do not fit, and pass on what the store throws.
 */
export interface Personalizer {
  /** The passes, in the order in which they run, and who learns in each. */
  readonly passes: readonly Pick<Pass, "name" | "by">[];

  /** Which fields exist. */
  readonly schema: PersonaSchema;

  /**
   * The persona for the next prompt. Never calls a model; waits at most 250 ms for an instant pass that runs in this
   * process. Asks the policies after it has answered.
   *
   * @param options.budgetTokens - the most that the text may cost, 600 by default
   * @param options.query - what the user is asking: values that have a word in common with it come first, but for how to
   *   answer. No embeddings; the text is another one for another query
   */
  getPersona(userId: string, options?: { budgetTokens?: number; query?: string }): Promise<RenderedPersona>;

  /** Stores a conversation, or what is new of it, durably, and answers at once. Never waits for a model. */
  recordSession(userId: string, session: Session): Promise<Recorded>;

  /**
   * Runs a pass now, whether due or not, or joins the run under way.
   *
   * @param options.pass - absent: every pass but the host's, the instant one first; the report is that of the last
   * @param options.all - also what was parked as `old`
   * @param options.retry - also what was parked as `unreadable`
   */
  optimize(
    userId: string,
    options?: { pass?: string; all?: boolean; retry?: boolean; signal?: AbortSignal },
  ): Promise<OptimizeReport>;

  /**
   * A brief for a model outside this process, and the ticket to commit its proposal with; null when nothing is pending.
   * Parts in which nobody says anything are passed over for good.
   *
   * @param options.pass - the deep pass by default
   * @param options.all - when nothing is pending, also what was parked as `old`
   * @param options.retry - when nothing is pending, also what was parked as `unreadable`
   */
  prepare(
    userId: string,
    options?: { pass?: string; all?: boolean; retry?: boolean },
  ): Promise<{ readonly brief: Brief; readonly ticket: Ticket } | null>;

  /**
   * Reviews a proposal for a prepared brief against the persona as it is now, and applies what passes.
   *
   * @param prepared.proposal - or what makes one from the sessions of the brief, as they are stored now: for an answer
   *   that names them in the words of its prompt
   * @throws PersonaError `INVALID_INPUT` when the ticket is used or expired, or belongs to another user or to a life of
   *   this user that has ended
   */
  commit(userId: string, prepared: { ticket: Ticket; proposal: Proposal | ProposalReader }): Promise<UpdateReport>;

  /** Carries out the user's commands in order, in one revision, all or nothing. */
  edit(userId: string, commands: readonly Command[]): Promise<UpdateReport>;

  /** Takes away for good: from the persona, from its history and from the stored messages. */
  forget(userId: string, what: Forget): Promise<Receipt>;

  /** Newest first. */
  history(userId: string, range?: { before?: number; limit?: number }): Promise<readonly Revision[]>;

  /**
   * The persona as it is held, with everything that a prompt does not show.
   *
   * @param options.revision - as it stood right after that revision, without what was forgotten since
   */
  show(userId: string, options?: { revision?: number }): Promise<Persona>;

  /** Why a field holds what it holds. */
  why(userId: string, field: string): Promise<Explanation>;

  status(userId: string): Promise<Status>;

  /** What the models of this user's updates have cost. Reads everything that is recorded, and loads a tokenizer. */
  cost(userId: string): Promise<CostReport>;

  /** Everything that is held about the user. */
  exportUser(userId: string): Promise<PersonaExport>;

  /** Recorded sessions in the order of recording; `after` is an ordinal, exclusive. */
  sessions(userId: string, range?: { after?: number; limit?: number }): Promise<readonly RecordedSession[]>;

  /** Asks the policies as a process begins to serve the user; what is due runs in the background. Failures are events. */
  start(userId: string): Promise<void>;

  /** Runs every due update of every user, and clears away what the retention does not keep, for a nightly job. */
  runDue(options?: { limit?: number; signal?: AbortSignal }): Promise<RunReport>;

  /**
   * Lets running instant passes finish for up to a second, aborts the others, waits for both, and closes the store.
   * Nothing recorded is lost: what was not learned stays pending.
   */
  close(): Promise<void>;
}
