import type { ModelMessage } from "@lifelong/core";

type ToolResult = Extract<ModelMessage, { role: "tool" }>;

/** A message as it is, or the results of all the calls that one message made. */
export type Turn =
  | Exclude<ModelMessage, ToolResult>
  | { readonly role: "tools"; readonly results: readonly ToolResult[] };

/** The messages, with results that follow one another in one turn: some vendors take no others. */
export function turnsOf(messages: readonly ModelMessage[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role !== "tool") turns.push(message);
    else if (last?.role === "tools") turns.splice(-1, 1, { role: "tools", results: [...last.results, message] });
    else turns.push({ role: "tools", results: [message] });
  }
  return turns;
}
