import type { Message } from "@lifelong/core";
import * as z from "zod";
import { beginsAsText, parseConversation } from "../conversation.ts";
import type { ConversationFormat, Found } from "./format.ts";
import { countIn, type MessageCounts } from "./left-out.ts";
import { startOf } from "./start.ts";

const part = z.object({ type: z.string().optional(), text: z.string().optional() });
const content = z.union([z.string(), z.array(part)]);
const message = z
  .object({ role: z.enum(["user", "assistant", "system", "developer", "tool"]), text: content, content })
  .partial({ text: true, content: true })
  .refine(({ text, content: other }) => text !== undefined || other !== undefined);
const conversation = z.object({
  id: z.string().min(1).optional(),
  userId: z.string().optional(),
  startedAt: z.string().optional(),
  created_at: z.string().optional(),
  messages: z.array(message),
});

type Told = z.infer<typeof message>;

/**
 * Conversations as programs keep them: each value is `{ "messages": [{ "role", "content" }] }`, perhaps with `id`,
 * `startedAt` and `userId`, or is a message of the one conversation in the file; or text in which each message begins
 * with `User:` or `Assistant:`.
 */
export const plain: ConversationFormat = {
  kind: "conversations",
  name: "plain conversations",
  document: "https://platform.openai.com/docs/api-reference/chat/create",

  recognises: (first) =>
    conversation.safeParse(first).success ||
    message.safeParse(first).success ||
    (typeof first === "string" && beginsAsText(first)),

  async *read(values) {
    const loose: Told[] = [];
    for await (const value of values) {
      if (typeof value === "string" && beginsAsText(value)) {
        yield { kind: "conversation", ...parseConversation(Buffer.from(value)), leftOut: {} };
        continue;
      }
      const single = message.safeParse(value);
      if (single.success) loose.push(single.data);
      else yield readConversation(value);
    }
    if (loose.length > 0) yield { kind: "conversation", ...readMessages(loose) };
  },
};

function readConversation(value: unknown): Found {
  const parsed = conversation.safeParse(value);
  if (!parsed.success) return { kind: "passed-over", reason: "unreadable" };
  const { id, userId, messages, startedAt, created_at } = parsed.data;
  return {
    kind: "conversation",
    ...(id !== undefined && { id }),
    ...(userId !== undefined && { userId }),
    ...startOf(Date.parse(startedAt ?? created_at ?? "")),
    ...readMessages(messages),
  };
}

function readMessages(told: readonly Told[]): { messages: readonly Message[]; leftOut: MessageCounts } {
  const leftOut: MessageCounts = {};
  const messages = told.flatMap(({ role, text, content: other }): Message[] => {
    const said = text ?? other ?? "";
    const words = typeof said === "string" ? said : said.flatMap((each) => each.text ?? []).join("\n\n");
    if (role === "user" || role === "assistant") {
      if (words.trim() !== "") return [{ role, text: words }];
      countIn(leftOut, "media");
    } else countIn(leftOut, role === "tool" ? "tool" : "system");
    return [];
  });
  return { messages, leftOut };
}
