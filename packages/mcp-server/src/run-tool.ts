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
  try {
    const data = await tool.run(parseInput(tool, input), await open());
    return { text: toolText(data), data, isError: false };
  } catch (error) {
    const isOurs = PersonaError.isInstance(error);
    if (!isOurs || error.code !== "INVALID_INPUT") report(error);
    return { text: isOurs ? explain(error, tool) : UNEXPECTED, isError: true };
  }
}

const UNEXPECTED =
  "UNEXPECTED: Something went wrong inside Lifelong; its log on stderr says more. Go on without it, and call again later.";

/** How far a store had come when it failed nobody knows, so nothing is said of that but what holds in any case. */
const SEND_AGAIN =
  "This was not acknowledged: send all of it again then, and what is held already is not stored twice.";

function explain({ code, message }: PersonaError, { stores }: Tool): string {
  const isUncertain = code === "STORE_UNAVAILABLE" || code === "STORE_CORRUPT";
  return `${code}: ${NEXT_STEP[code] ?? message}${stores && isUncertain ? ` ${SEND_AGAIN}` : ""}`;
}
