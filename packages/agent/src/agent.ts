import type { Message, RenderedPersona } from "@lifelong/core";
import type { AgentEvent } from "./events.ts";
import type { Satisfaction } from "./satisfaction.ts";

/** Answers users, each with their persona in mind. */
export interface Agent {
  /**
   * Begins a session, with the persona as it is now. No model is asked.
   *
   * @param options.sessionId - absent: a random one
   */
  open(userId: string, options?: { sessionId?: string }): Promise<AgentSession>;

  /**
   * Goes on with a recorded session under its id, with the persona as it is now. Only what is new of it is recorded.
   *
   * @throws PersonaError `INVALID_INPUT` for a session that is not held, or that takes nothing more
   */
  resume(userId: string, sessionId: string): Promise<AgentSession>;
}

/** One open session with one user. One turn at a time. */
export interface AgentSession {
  readonly userId: string;
  /** The id under which it is held: after a record it may be another than the one given, see `Recorded`. */
  readonly sessionId: string;
  /**
   * As it stands in the system message; the same for the whole session unless it is refreshed. What the budget does not
   * hold is chosen by the first message: until then it is the most important of it.
   */
  readonly persona: RenderedPersona;
  /** Everything said so far, what was resumed included, in the form in which it is recorded. */
  readonly messages: readonly Message[];

  /**
   * Says something to the agent. The turn begins at once; the events may be read as they come. Who stops reading aborts,
   * and leaves the loop once the turn has ended, so that the session is free again.
   *
   * The iteration ends with the error of the model (the session stays usable: `retry` asks again), with that of the store
   * (after `turn-finished`; the next record takes along what this one did not store), or with an AbortError. What an
   * aborted answer had said by then stays in the session.
   *
   * A turn is recorded once it is answered; one that is not, with the next, or when the session is closed.
   *
   * @throws PersonaError `INVALID_INPUT` for an empty text, while another turn runs, and after `close`
   */
  send(text: string, options?: { signal?: AbortSignal }): AsyncIterable<AgentEvent>;

  /**
   * Answers what is not answered yet, after a failure or an abort; tools that have run do not run again.
   *
   * @throws PersonaError `INVALID_INPUT` when nothing waits for an answer; else as `send`
   */
  retry(options?: { signal?: AbortSignal }): AsyncIterable<AgentEvent>;

  /**
   * Puts the persona as it is now into the system message of the next turns, chosen by what was said last where the
   * budget does not hold all of it. No model is asked.
   */
  refreshPersona(): Promise<RenderedPersona>;

  /**
   * Asks the agent's model whether the user has what they came for.
   *
   * @param options.expected - what a good outcome looks like, where the program knows
   */
  checkSatisfaction(options?: { expected?: string; signal?: AbortSignal }): Promise<Satisfaction>;

  /** Aborts the turn that runs, records what is not recorded, and takes nothing more. Calling it again changes nothing. */
  close(): Promise<void>;
}
