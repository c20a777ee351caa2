import type { Personalizer } from "@lifelong/core";
import type * as z from "zod";
import type { LateRuns } from "./late-runs.ts";

/**
 * What the user says to the question of a call. `unable`: the host cannot ask, so the call itself has to say it.
 * `unasked`: it can, and has not yet. Only `accept` is a yes.
 */
export type Confirmation = "unable" | "unasked" | "accept" | "decline" | "cancel";

/** What the user is asked before something that cannot be taken back. */
export interface Question {
  /** A sentence for the user that names what goes. */
  readonly message: string;
  /** What `confirm` has to say where the host cannot ask: it names what goes, so that no other call can use it. */
  readonly phrase: string;
}

/** What a tool works with. Whose persona it is comes from the transport, never from an argument. */
export interface ToolContext {
  readonly personalizer: Personalizer;
  readonly userId: string;
  /** The program that calls, as it names itself. */
  readonly client?: string;
  /** Absent: `unable`. */
  readonly confirmation?: Confirmation;
  /** Aborts when the caller no longer wants the answer. */
  readonly signal?: AbortSignal;
  /** Tells the caller how far the call has come; absent when it does not want to know. */
  readonly progress?: (done: number, total: number, message: string) => void;
  /** How long a call may wait for an update, milliseconds; 45 s by default. */
  readonly patienceMs?: number;
  /** Runs of earlier calls whose end was not told yet. */
  readonly lateRuns: LateRuns;
  /** Whether the host's model may be asked for an update now. True at most once a day. */
  readonly mayAsk?: () => Promise<boolean>;
  /** Gets errors of what goes on after the answer, for a log. */
  readonly onError?: (error: unknown) => void;
}

/** Hints to a host about what a call may do. All four are said, since the protocol's defaults are pessimistic. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** One tool, independent of SDK and protocol era. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  /** `verb_noun`; the file is called the same, with a hyphen. */
  readonly name: string;
  readonly title: string;
  /** For a host's model, which may see nothing else of Lifelong. */
  readonly description: string;
  readonly annotations: ToolAnnotations;
  /** True when a call hands over something to be stored: an error then says what became of it. */
  readonly stores: boolean;
  /** `_meta` of the listed tool: hints that only some hosts know. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Strict: an unknown argument is refused. */
  readonly input: Input;
  readonly output: Output;
  /**
   * What the user has to say yes to first; null when the call needs no yes. Changes nothing. A host that can ask is
   * asked always; elsewhere `run` looks for the phrase.
   */
  question?(input: z.infer<Input>, context: ToolContext): Promise<Question | null>;
  /** @throws whatever the personalizer throws; `runTool` turns it into an answer */
  run(input: z.infer<Input>, context: ToolContext): Promise<z.infer<Output>>;
}

/** The same tool, with the types of its schemas bound to each other. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}
