import { type ErrorCode, PersonaError } from "@lifelong/core";
import type { Tool, ToolContext } from "./define-tool.ts";
import { parseInput } from "./tool-input.ts";
import { toolText } from "./tool-text.ts";

/** What a call answers, independent of SDK and protocol era. */
export interface ToolAnswer {
  readonly text: string;
  /** The same as data; absent in an error, where the text says all. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
  /** Nothing was done yet: the user is to be asked this, and the call made again with what they say. */
  readonly question?: string;
}

/** What the assistant shall do, where our own message does not say it or says more than a model needs. */
const NEXT_STEP: Readonly<Partial<Record<ErrorCode, string>>> = {
  REVISION_CONFLICT: "The persona changed meanwhile. Call again.",
  STORE_UNAVAILABLE:
    "The user's data cannot be reached right now. Call again later; if it goes on, ask the user to run `lifelong doctor`.",
  STORE_CORRUPT:
    "Stored data of this user cannot be read. Ask the user to run `lifelong doctor --repair`, then call again.",
  MODEL_REJECTED:
    "The model that learns does not take the request. What was recorded is safe and waits. Ask the user to run `lifelong status`.",
  MODEL_UNAVAILABLE: "The model that learns cannot be reached. What was recorded is safe and waits. Call again later.",
};

/**
 * Runs one tool for one call: parses the arguments, and turns whatever goes wrong into an answer with a code and the
 * next step. Never throws. Only our own sentences reach the host's model.
 *
 * @param report - gets every error that is not the caller's, for the log
 */
export async function runTool(
  tool: Tool,
  input: unknown,
  open: () => Promise<ToolContext>,
  report: (error: unknown) => void,
): Promise<ToolAnswer> {
  let context: ToolContext | undefined;
  try {
    const parsed = parseInput(tool, input);
    context = await open();
    const question = context.confirmation === "unasked" ? await tool.question?.(parsed, context) : null;
    if (question) return { text: question.message, isError: false, question: question.message };
    const data = await tool.run(parsed, context);
    return { text: toolText(data), data, isError: false };
  } catch (error) {
    const isTheirs = PersonaError.isInstance(error) && error.code === "INVALID_INPUT";
    if (!isTheirs && !context?.signal?.aborted) report(error);
    return { text: explainError(error, tool), isError: true };
  }
}

/** What goes wrong, as a host's model may read it: a code and the next step, in our own sentences. */
export function explainError(error: unknown, tool?: Tool): string {
  if (!PersonaError.isInstance(error)) return UNEXPECTED;
  const isUncertain = error.code === "STORE_UNAVAILABLE" || error.code === "STORE_CORRUPT";
  return `${error.code}: ${NEXT_STEP[error.code] ?? error.message}${tool?.stores && isUncertain ? ` ${SEND_AGAIN}` : ""}`;
}

const UNEXPECTED =
  "UNEXPECTED: Something went wrong inside Lifelong; its log on stderr says more. Go on without it, and call again later.";

/** How far a store had come when it failed nobody knows, so nothing is said of that but what holds in any case. */
const SEND_AGAIN =
  "This was not acknowledged: send all of it again then, and what is held already is not stored twice.";
