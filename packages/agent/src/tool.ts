import { type JsonSchema, PersonaError } from "@lifelong/core";
import * as z from "zod";

/** `ask`: the agent's `onPermission` is asked before each run. */
export type Permission = "allow" | "ask" | "deny";

/** What a tool may know while it runs. */
export interface ToolContext {
  readonly userId: string;
  readonly sessionId: string;
  /** Ends when the turn is aborted or the tool's time is over. */
  readonly signal: AbortSignal;
  /** The calls of this session so far, of all tools, oldest first, each with its result as the model saw it. */
  readonly earlier: readonly PastCall[];
}

export interface PastCall {
  readonly name: string;
  /** JSON text as the model wrote it. */
  readonly arguments: string;
  readonly result: string;
}

/** Arguments that fit, ready to run; or what is wrong with them, in a sentence for the model. */
export type Prepared = { readonly run: (context: ToolContext) => Promise<string> } | { readonly issue: string };

/** Something that the model may call. Where it comes from, the agent does not care. */
export interface Tool {
  /** Letters, digits, `_` and `-`, at most 64: what every vendor takes. */
  readonly name: string;
  readonly description: string;
  /** Schema of an object. */
  readonly parameters: JsonSchema;
  readonly permission: Permission;
  readonly timeoutMs: number;
  /** True: a model makes its results up; the agent fences them. */
  readonly simulated?: boolean;
  /** @param input - the arguments as parsed JSON; nobody has checked them */
  prepare(input: unknown): Prepared;
}

/** How long a tool may take unless it says otherwise, milliseconds. */
export const TOOL_TIMEOUT_MS = 30_000;

const NAME = /^[\w-]{1,64}$/;

export interface ToolInput<Input extends z.ZodObject, Output extends z.ZodType> {
  readonly name: string;
  /** For the model: what it does, and when to use it. */
  readonly description: string;
  readonly input: Input;
  /** Absent: whatever `run` gives. */
  readonly output?: Output;
  /** Absent: `allow`. */
  readonly permission?: Permission;
  /** Absent: 30 seconds. */
  readonly timeoutMs?: number;
  /** A text goes to the model as it is, everything else as JSON. What it throws goes to the model as an error. */
  run(input: z.output<Input>, context: ToolContext): z.input<Output> | Promise<z.input<Output>>;
}

/**
 * A tool from a function and the schemas of what goes in and comes out.
 *
 * @throws PersonaError `CONFIGURATION` for a name that not every vendor takes
 */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodType = z.ZodType<unknown, unknown>>(
  tool: ToolInput<Input, Output>,
): Tool {
  const { name, description, input, output, permission = "allow", timeoutMs = TOOL_TIMEOUT_MS } = tool;
  if (!NAME.test(name)) {
    throw new PersonaError(
      "CONFIGURATION",
      `"${name}" is no name for a tool. Take letters, digits, _ and -, at most 64 of them.`,
    );
  }
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: "input" });
  return {
    name,
    description,
    parameters,
    permission,
    timeoutMs,
    prepare(given) {
      const parsed = input.safeParse(given);
      if (!parsed.success) return { issue: z.prettifyError(parsed.error) };
      return {
        async run(context) {
          const result = await tool.run(parsed.data, context);
          return textOf(output ? output.parse(result) : result);
        },
      };
    },
  };
}

function textOf(result: unknown): string {
  return typeof result === "string" ? result : (JSON.stringify(result) ?? "");
}
