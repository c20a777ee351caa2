import type { ToolCall } from "@lifelong/core";
import { cutText } from "./cut-text.ts";
import type { ToolRefusal } from "./events.ts";
import { fence } from "./fence.ts";
import type { ChatPrompt } from "./prompt.ts";
import type { Permission, Tool, ToolContext } from "./tool.ts";

/** What the user is asked before a tool runs. */
export interface PermissionQuestion {
  readonly userId: string;
  readonly sessionId: string;
  readonly tool: Tool;
  /** JSON text; it fits the tool. */
  readonly arguments: string;
  readonly signal: AbortSignal;
}

/** The result of one call as the model gets to see it, and how it came about. */
export type ToolResult =
  | { readonly outcome: "done" | "failed" | "timed-out" | "stopped"; readonly text: string }
  | { readonly outcome: "refused"; readonly reason: ToolRefusal; readonly text: string };

export interface ExecutorOptions {
  readonly tools: readonly Tool[];
  /** Takes the place of a tool's own, by name. */
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly onPermission?: (question: PermissionQuestion) => boolean | Promise<boolean>;
  readonly maxCharacters: number;
  readonly words: ChatPrompt["tools"];
}

/**
 * Runs a call of the model: finds the tool, checks the arguments, asks for permission, bounds time and length. Whatever
 * goes wrong is a result for the model; it never throws.
 *
 * @param onCall - told when the tool is about to run
 */
export async function executeTool(
  call: ToolCall,
  context: ToolContext,
  options: ExecutorOptions,
  onCall: () => void,
): Promise<ToolResult> {
  const { tools, permissions, onPermission, maxCharacters, words } = options;
  const refuse = (reason: ToolRefusal, text: string): ToolResult => ({ outcome: "refused", reason, text });
  const stopped = refuse("stopped", words.stopped);
  if (context.signal.aborted) return stopped;
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) return refuse("unknown", words.unknown(call.name, tools.map(({ name }) => name).join(", ")));
  const prepared = prepare(tool, call.arguments);
  if ("issue" in prepared) return refuse("invalid", cutText(words.invalid(prepared.issue), maxCharacters));

  const permission = Object.hasOwn(permissions, tool.name) ? permissions[tool.name] : tool.permission;
  if (permission !== "allow") {
    const { userId, sessionId, signal } = context;
    const question = { userId, sessionId, tool, arguments: call.arguments, signal };
    // Who cannot be asked has not agreed.
    const agreed = permission === "ask" && (await ask(onPermission, question));
    if (signal.aborted) return stopped;
    if (!agreed) return refuse("denied", words.denied);
  }

  onCall();
  const result = await run(tool, prepared.run, context, words);
  const text = cutText(result.text, maxCharacters);
  return { ...result, text: tool.simulated ? fence("simulated-result", words.simulated, text) : text };
}

function prepare(tool: Tool, json: string): ReturnType<Tool["prepare"]> {
  let input: unknown;
  try {
    // Some models send nothing where there is nothing to say.
    input = json.trim() === "" ? {} : JSON.parse(json);
  } catch {
    return { issue: "The arguments are no JSON." };
  }
  return tool.prepare(input);
}

async function ask(onPermission: ExecutorOptions["onPermission"], question: PermissionQuestion): Promise<boolean> {
  try {
    return (await onPermission?.(question)) === true;
  } catch {
    return false;
  }
}

async function run(
  { timeoutMs }: Tool,
  work: (context: ToolContext) => Promise<string>,
  context: ToolContext,
  words: ChatPrompt["tools"],
): Promise<ToolResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([context.signal, timeout]);
  // A tool that does not listen is left behind.
  const ended = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  try {
    return { outcome: "done", text: await Promise.race([work({ ...context, signal }), ended]) };
  } catch (error) {
    if (context.signal.aborted) return { outcome: "stopped", text: words.stopped };
    if (timeout.aborted) return { outcome: "timed-out", text: words.timedOut(timeoutMs) };
    return { outcome: "failed", text: words.failed(error instanceof Error ? error.message : String(error)) };
  }
}
