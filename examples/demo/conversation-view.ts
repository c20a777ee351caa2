import { defaultSchema, type Revision } from "@lifelong/core";
import { contentsOf, type Layout, padEnd, viewChanges, wrap } from "lifelong";
import { type Conversation, USER } from "./conversations.ts";

const days = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const DAY_WIDTH = 10;

/** A conversation's head, and what the user said in it that is new. */
export function viewConversation(conversation: Conversation, startedAt: Date, { width, style }: Layout): string[] {
  const start = USER.length + 4;
  const said = conversation.messages.slice(conversation.held ?? 0).filter(({ role }) => role === "user");
  const lines = said.flatMap(({ text }) => `“${text}”`.split(/\n+/).flatMap((line) => wrap(line, width - start)));
  return [
    `${style.faint(padEnd(days.format(startedAt), DAY_WIDTH))}  ${style.title(conversation.title)}`,
    ...lines.map((line, row) => `  ${padEnd(row === 0 ? USER : "", USER.length)}  ${line}`),
  ];
}

/** What came of it: learned with its quote, refused or not kept with the reason, and what taught nothing. */
export function viewOutcome(
  { silent = [], remark }: Conversation,
  news: readonly Revision[],
  notKept: readonly { readonly sentence: string }[],
  history: readonly Revision[],
  layout: Layout,
): string[] {
  const { width, style } = layout;
  const known = contentsOf(history);
  const paragraph = (sign: string, text: string) =>
    wrap(text, width - 4).map((line, row) => `  ${row === 0 ? sign : " "} ${style.faint(line)}`);
  return [
    ...news.flatMap(({ changes, refusals }) => viewChanges({ changes, refusals }, defaultSchema, layout, known)),
    ...notKept.flatMap(({ sentence }) => paragraph(style.bad("×"), sentence)),
    ...silent.flatMap(([words, reason]) => paragraph("·", `Not learned (${reason}): “${words}”`)),
    ...(remark === undefined ? [] : ["", ...paragraph(" ", remark)]),
  ];
}
