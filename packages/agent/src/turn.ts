import type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from "@lifelong/core";
import { callsOf } from "./dialogue.ts";
import type { AgentEvent, TurnUsage } from "./events.ts";
import type { ToolContext } from "./tool.ts";
import { type ExecutorOptions, executeTool } from "./tool-executor.ts";

/** What one turn needs. */
export interface Turn {
  readonly model: LanguageModel;
  readonly system: string;
  /** Grows by what is said and done, and only by what is whole: every call in it has its result. */
  readonly dialogue: ModelMessage[];
  readonly executor: ExecutorOptions;
  readonly maxToolRounds: number;
  readonly settings: Pick<ModelRequest, "temperature" | "maxOutputTokens" | "timeoutMs">;
  readonly context: Pick<ToolContext, "userId" | "sessionId" | "signal">;
}

/**
 * Answers the dialogue as it stands: asks the model, runs the tools that it calls one after another, asks again.
 *
 * @throws what the model throws, and an AbortError; the dialogue then holds what was done by then
 */
export async function runTurn(
  turn: Turn,
  emit: (event: AgentEvent) => void,
): Promise<Extract<AgentEvent, { type: "turn-finished" }>> {
  const { dialogue, maxToolRounds, context } = turn;
  let usage: TurnUsage = { calls: 0, inputTokens: 0, outputTokens: 0 };
  for (let round = 0; ; round += 1) {
    const { text, toolCalls, stop, usage: spent } = await ask(turn, emit);
    usage = sum(usage, spent);
    if (toolCalls.length > 0) {
      dialogue.push({ role: "assistant", text, toolCalls });
      for (const call of toolCalls) await runTool(turn, call, round >= maxToolRounds, emit);
      context.signal.throwIfAborted();
      if (round <= maxToolRounds) continue;
    } else if (text !== "") dialogue.push({ role: "assistant", text });
    return { type: "turn-finished", text, stop, usage };
  }
}

async function ask(
  { model, system, dialogue, executor, settings, context: { signal } }: Turn,
  emit: (event: AgentEvent) => void,
): Promise<ModelReply> {
  let heard = "";
  try {
    const reply = await model.generate({
      ...settings,
      messages: [{ role: "system", text: system }, ...dialogue],
      ...(executor.tools.length > 0 && {
        tools: executor.tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
      }),
      signal,
      onText(delta) {
        heard += delta;
        emit({ type: "text-delta", delta });
      },
    });
    const rest = reply.text.startsWith(heard) ? reply.text.slice(heard.length) : "";
    if (rest !== "") emit({ type: "text-delta", delta: rest });
    return { ...reply, text: reply.text.toWellFormed() };
  } catch (error) {
    // The user has read it, and may go on from there.
    if (signal.aborted && heard.trim() !== "") dialogue.push({ role: "assistant", text: heard.toWellFormed() });
    throw error;
  }
}

/** Runs one call, or refuses it, and tells the dialogue the result in any case. */
async function runTool(
  { dialogue, executor, context }: Turn,
  call: ModelReply["toolCalls"][number],
  isTooMany: boolean,
  emit: (event: AgentEvent) => void,
): Promise<void> {
  const { id: callId, name } = call;
  const result = isTooMany
    ? ({ outcome: "refused", reason: "limit", text: executor.words.limit } as const)
    : await executeTool(call, { ...context, earlier: callsOf(dialogue) }, executor, () =>
        emit({ type: "tool-called", callId, name, arguments: call.arguments }),
      );
  dialogue.push({ role: "tool", toolCallId: callId, name, text: result.text });
  if (result.outcome === "refused") {
    const { reason, text } = result;
    emit({ type: "tool-refused", callId, name, reason, text });
  } else emit({ type: "tool-finished", callId, name, ...result });
}

function sum(usage: TurnUsage, { inputTokens, outputTokens }: ModelReply["usage"]): TurnUsage {
  const both = (one: number | undefined, other: number | undefined) =>
    one === undefined || other === undefined ? undefined : one + other;
  return {
    calls: usage.calls + 1,
    inputTokens: both(usage.inputTokens, inputTokens),
    outputTokens: both(usage.outputTokens, outputTokens),
  };
}
