import type { ToolCall } from "@lifelong/core";
import { cutText } from "./cut-text.ts";
import type { ToolRefusal } from "./events.ts";
import { fence } from "./fence.ts";
import type { ChatPrompt } from "./prompt.ts";
import type { Permission, Prepared, Tool, ToolContext } from "./tool.ts";

/** What the user is asked before a tool runs. */
export interface PermissionQuestion {
  readonly userId: string;
  readonly sessionId: string;
  readonly tool: Tool;
  /** JSON text that fits the tool: what it will run with, however the model wrote it. */
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
  if (!tool) {
    const known = tools.map(({ name }) => name).join(", ");
    return refuse("unknown", cutText(words.unknown(call.name, known), maxCharacters));
  }
  const { prepared, json } = prepare(tool, call.arguments);
  if ("issue" in prepared) return refuse("invalid", cutText(words.invalid(prepared.issue), maxCharacters));

  const permission = Object.hasOwn(permissions, tool.name) ? permissions[tool.name] : tool.permission;
  if (permission !== "allow") {
    const { userId, sessionId, signal } = context;
    const question = { userId, sessionId, tool, arguments: json, signal };
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

/** @returns `json`: what the tool then runs with */
function prepare(tool: Tool, given: string): { readonly prepared: Prepared; readonly json: string } {
  // Some models send nothing where there is nothing to say.
  const text = given.trim() === "" ? "{}" : given;
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { prepared: { issue: "The arguments are no JSON." }, json: given };
  }
  const json = JSON.stringify(input);
  try {
    return { prepared: tool.prepare(input), json };
  } catch (error) {
    return { prepared: { issue: messageOf(error) }, json };
  }
}

/** Ends with the turn, also when nobody ever answers. */
async function ask(onPermission: ExecutorOptions["onPermission"], question: PermissionQuestion): Promise<boolean> {
  try {
    return (await Promise.race([onPermission?.(question), untilAborted(question.signal)])) === true;
  } catch {
    return false;
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function run(
  { timeoutMs }: Tool,
  work: (context: ToolContext) => Promise<string>,
  context: ToolContext,
  words: ChatPrompt["tools"],
): Promise<ToolResult> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([context.signal, timeout]);
  try {
    // A tool that does not listen is left behind.
    return { outcome: "done", text: await Promise.race([work({ ...context, signal }), untilAborted(signal)]) };
  } catch (error) {
    if (context.signal.aborted) return { outcome: "stopped", text: words.stopped };
    if (timeout.aborted) return { outcome: "timed-out", text: words.timedOut(timeoutMs) };
    return { outcome: "failed", text: words.failed(messageOf(error)) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
