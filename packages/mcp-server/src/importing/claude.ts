import type { Message } from "@lifelong/core";
import * as z from "zod";
import { branchTo } from "./branch.ts";
import type { ConversationFormat, Found } from "./format.ts";
import { countIn, type MessageCounts } from "./left-out.ts";
import { startOf } from "./start.ts";

const block = z.object({ type: z.string(), text: z.string().nullish() });
const message = z.object({
  uuid: z.string(),
  sender: z.enum(["human", "assistant"]),
  text: z.string().nullish(),
  content: z.array(block).nullish(),
  parent_message_uuid: z.string().nullish(),
  attachments: z.array(z.unknown()).nullish(),
  files: z.array(z.unknown()).nullish(),
});
const conversation = z.object({
  uuid: z.string(),
  created_at: z.string().nullish(),
  current_leaf_message_uuid: z.string().nullish(),
  chat_messages: z.array(z.unknown()),
});

const ROLES = { human: "user", assistant: "assistant" } as const;

/**
 * Claude's export: `conversations.json`, a list of conversations with `chat_messages`. What a message carries beside its
 * text blocks (thinking, tools, attached files and what was extracted from them) is nobody's words.
 *
 * How it is had: https://support.claude.com/en/articles/9450526-export-your-claude-data
 */
export const claude: ConversationFormat = {
  kind: "conversations",
  name: "Claude export",
  document: "https://github.com/AgileWorksZA/claude_export/blob/main/README.md",

  recognises: (first) => conversation.safeParse(first).success,

  async *read(values) {
    for await (const value of values) yield readConversation(value);
  },
};

function readConversation(value: unknown): Found {
  const parsed = conversation.safeParse(value);
  if (!parsed.success) return { kind: "passed-over", reason: "unreadable" };
  const { uuid, created_at, current_leaf_message_uuid, chat_messages } = parsed.data;
  const leftOut: MessageCounts = {};
  const told = chat_messages.flatMap((each) => {
    const read = message.safeParse(each);
    if (!read.success) countIn(leftOut, "hidden");
    return read.success ? [read.data] : [];
  });
  const messages: Message[] = [];
  for (const each of lastBranch(told, current_leaf_message_uuid ?? undefined, leftOut)) {
    const { sender, text, content, attachments, files } = each;
    const blocks = content ?? [];
    const words = blocks.flatMap((part) => (part.type === "text" && part.text ? [part.text] : []));
    const said = (blocks.length > 0 ? words.join("\n\n") : (text ?? "")).trim();
    for (const { type } of blocks) {
      if (type === "thinking") countIn(leftOut, "reasoning");
      else if (type !== "text") countIn(leftOut, "tool");
    }
    const attached = (attachments?.length ?? 0) + (files?.length ?? 0);
    if (attached > 0) countIn(leftOut, "media", attached);
    if (said !== "") messages.push({ role: ROLES[sender], text: said });
  }
  return {
    kind: "conversation",
    id: `claude-${uuid}`,
    ...startOf(Date.parse(created_at ?? "")),
    messages,
    leftOut,
  };
}

/** Where messages name the one that they answer, those that lead to the last; else all, in their order. */
function lastBranch(
  messages: readonly z.infer<typeof message>[],
  leaf: string | undefined,
  leftOut: MessageCounts,
): readonly z.infer<typeof message>[] {
  if (!messages.some(({ parent_message_uuid }) => parent_message_uuid != null)) return messages;
  const parents = new Map(messages.map(({ uuid, parent_message_uuid }) => [uuid, parent_message_uuid ?? undefined]));
  const known = new Map(messages.map((each) => [each.uuid, each]));
  const branch = branchTo(leaf ?? messages.at(-1)?.uuid, parents).flatMap((id) => known.get(id) ?? []);
  if (branch.length < messages.length) countIn(leftOut, "branch", messages.length - branch.length);
  return branch;
}
