import type { Message, ModelMessage, ToolCall } from "@lifelong/core";
import { cutText } from "./cut-text.ts";
import type { PastCall } from "./tool.ts";

/** Of a tool's result so many characters are recorded: enough to find and resume a session, and no flood of its store. */
const RECORDED_CHARACTERS = 4_000;

/** A recorded tool message: the name, the arguments as JSON in the same line, then the result. */
const RECORDED_CALL = /^([\w-]{1,64}) (\{.*\}|)\n([\s\S]*)$/;

/**
 * What was said, as it is recorded: only what the user said stands under `user`, and what a tool returned under `tool`.
 * Pure; a dialogue that has grown gives what it gave before and more.
 */
export function recordedOf(dialogue: readonly ModelMessage[]): readonly Message[] {
  const calls = new Map<string, ToolCall>();
  return dialogue.flatMap((message): readonly Message[] => {
    if (message.role === "tool") {
      const { arguments: json = "" } = calls.get(message.toolCallId) ?? {};
      return [
        {
          role: "tool",
          text: cutText(`${message.name} ${inOneLine(json)}\n${message.text}`, RECORDED_CHARACTERS),
        },
      ];
    }
    if (message.role === "assistant") for (const call of message.toolCalls ?? []) calls.set(call.id, call);
    return message.text.trim() === "" ? [] : [{ role: message.role, text: message.text }];
  });
}

/**
 * A recorded session as a dialogue that a model can go on with. What was emptied is left out; what a tool said, and the
 * call for it, come back where this agent has tools and another assistant's record does not forbid it.
 */
export function dialogueOf(messages: readonly Message[], hasTools: boolean): readonly ModelMessage[] {
  const dialogue: ModelMessage[] = [];
  for (const [index, { role, text }] of messages.entries()) {
    if (text === "" || role === "system") continue;
    if (role !== "tool") {
      dialogue.push({ role, text });
      continue;
    }
    const [, name, json, result] = RECORDED_CALL.exec(text) ?? [];
    if (!hasTools || name === undefined || result === undefined) continue;
    const call: ToolCall = { id: `recorded-${index}`, name, arguments: json || "{}" };
    dialogue.push({ role: "assistant", text: "", toolCalls: [call] });
    dialogue.push({ role: "tool", toolCallId: call.id, name, text: result });
  }
  return dialogue;
}

/** The calls of a dialogue with their results, oldest first. */
export function callsOf(dialogue: readonly ModelMessage[]): readonly PastCall[] {
  const calls = new Map<string, ToolCall>();
  return dialogue.flatMap((message): readonly PastCall[] => {
    if (message.role === "assistant") for (const call of message.toolCalls ?? []) calls.set(call.id, call);
    if (message.role !== "tool") return [];
    return [{ name: message.name, arguments: calls.get(message.toolCallId)?.arguments ?? "{}", result: message.text }];
  });
}

/** True when the last thing said is an answer, so that nothing waits for one. */
export function isAnswered(dialogue: readonly ModelMessage[]): boolean {
  const last = dialogue.at(-1);
  return last === undefined || (last.role === "assistant" && !last.toolCalls?.length);
}

/** JSON as one line, also when a model wrote it over several; what is no JSON stays readable. */
function inOneLine(json: string): string {
  return json.replace(/\s*\n\s*/g, " ");
}
