import type { Message } from "@lifelong/core";
import * as z from "zod";
import { branchTo } from "./branch.ts";
import type { ConversationFormat, Found } from "./format.ts";
import { countIn, type MessageCounts, type MessageReason } from "./left-out.ts";
import { startOf } from "./start.ts";

const node = z.object({ message: z.unknown(), parent: z.string().nullish() });
const conversation = z.object({
  conversation_id: z.string().optional(),
  id: z.string().optional(),
  create_time: z.number().nullish(),
  current_node: z.string().nullish(),
  mapping: z.record(z.string(), node),
});
const message = z.object({
  author: z.object({ role: z.string() }),
  recipient: z.string().nullish(),
  content: z.object({ content_type: z.string(), parts: z.array(z.unknown()).optional() }),
  metadata: z
    .object({
      is_visually_hidden_from_conversation: z.boolean().nullish(),
      is_user_system_message: z.boolean().nullish(),
    })
    .nullish(),
});
const transcription = z.object({ content_type: z.literal("audio_transcription"), text: z.string() });

const INSTRUCTIONS = ["user_editable_context", "model_editable_context"];
const REASONING = ["thoughts", "reasoning_recap"];
const TEXTS = ["text", "multimodal_text"];

/**
 * ChatGPT's export: `conversations.json`, or `conversations-000.json` and so on, a list of conversations. Each is a tree
 * in `mapping`; what the user saw last is the branch that ends at `current_node`.
 *
 * How it is had: https://help.openai.com/en/articles/7260999-how-do-i-export-my-chatgpt-history-and-data
 */
export const chatgpt: ConversationFormat = {
  kind: "conversations",
  name: "ChatGPT export",
  document: "https://github.com/mitkury/chatgpt-export-parser/blob/main/docs/chatgpt-data-export-format.md",

  recognises: (first) => conversation.safeParse(first).success,

  async *read(values) {
    for await (const value of values) yield readConversation(value);
  },
};

function readConversation(value: unknown): Found {
  const parsed = conversation.safeParse(value);
  if (!parsed.success) return { kind: "passed-over", reason: "unreadable" };
  const { mapping, create_time, current_node, ...ids } = parsed.data;
  const parents = new Map(Object.entries(mapping).map(([id, { parent }]) => [id, parent ?? undefined]));
  const branch = branchTo(current_node ?? lastLeaf(parents), parents);
  const messages: Message[] = [];
  const leftOut: MessageCounts = {};
  for (const id of branch) {
    const read = readMessage(mapping[id]?.message);
    if (typeof read === "string") countIn(leftOut, read);
    else if (read) messages.push(read);
  }
  const others = new Set(branch);
  for (const [id, { message: other }] of Object.entries(mapping)) {
    if (!others.has(id) && typeof readMessage(other) === "object") countIn(leftOut, "branch");
  }
  const id = ids.conversation_id ?? ids.id;
  return {
    kind: "conversation",
    ...(id !== undefined && { id: `chatgpt-${id}` }),
    ...(create_time != null && startOf(create_time * 1000)),
    messages,
    leftOut,
  };
}

/** Undefined for a node without a message, as the root is. */
function readMessage(value: unknown): Message | MessageReason | undefined {
  const parsed = message.safeParse(value);
  if (!parsed.success) return value == null ? undefined : "hidden";
  const { author, recipient, content, metadata } = parsed.data;
  const { content_type: type, parts = [] } = content;
  if (INSTRUCTIONS.includes(type) || metadata?.is_user_system_message) return "instructions";
  if (metadata?.is_visually_hidden_from_conversation) return "hidden";
  if (author.role === "system") return "system";
  if (REASONING.includes(type)) return "reasoning";
  if (author.role !== "user" && author.role !== "assistant") return "tool";
  if (!TEXTS.includes(type) || (recipient != null && recipient !== "all")) return "tool";
  const text = parts.flatMap(textOf).join("\n\n");
  return text.trim() === "" ? "media" : { role: author.role, text };
}

function textOf(part: unknown): string[] {
  if (typeof part === "string") return [part];
  // What was said aloud stands beside the recording of it.
  const spoken = transcription.safeParse(part);
  return spoken.success ? [spoken.data.text] : [];
}

/** Where an export names no current node, the newest message that nothing answers. */
function lastLeaf(parents: ReadonlyMap<string, string | undefined>): string | undefined {
  const inner = new Set(parents.values());
  return [...parents.keys()].findLast((id) => !inner.has(id));
}
