import { type ErrorCode, PersonaError } from "@lifelong/core";
import type * as z from "zod";
import type { Tool, ToolContext } from "./define-tool.ts";
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
    "The user's data cannot be reached right now, and nothing was stored. Call again later; if it goes on, ask the user to run `lifelong doctor`.",
  STORE_CORRUPT:
    "Stored data of this user cannot be read. Nothing was lost by this call. Ask the user to run `lifelong doctor --repair`.",
  FORMAT_TOO_NEW:
    "A newer Lifelong wrote this user's data. Reading and recording go on; ask the user to update Lifelong before it learns again.",
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
    return { text: isOurs ? explain(error) : UNEXPECTED, isError: true };
  }
}

const UNEXPECTED =
  "UNEXPECTED: Something went wrong inside Lifelong; its log on stderr says more. Go on without it, and call again later.";

function explain(error: PersonaError): string {
  return `${error.code}: ${NEXT_STEP[error.code] ?? error.message}`;
}

function parseInput(tool: Tool, input: unknown): z.infer<Tool["input"]> {
  const parsed = tool.input.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const place = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
    if (issue.code === "unrecognized_keys") {
      return `Unknown argument ${issue.keys.map((key) => `"${`${place}.${key}`.slice(1)}"`).join(", ")}.`;
    }
    return `Argument "${place.slice(1)}": ${issue.message}.`;
  });
  const known = Object.keys(tool.input.shape);
  const takes = known.length === 0 ? "takes no arguments" : `takes ${known.join(", ")}`;
  throw new PersonaError(
    "INVALID_INPUT",
    `${problems.join(" ")} ${tool.name} ${takes}. Nothing was stored; call again.`,
  );
}
