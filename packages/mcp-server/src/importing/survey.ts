import { NEWEST_DAYS, readingTokens } from "@lifelong/core";
import { type Choice, conversationsOf } from "./conversations.ts";
import type { ConversationFormat } from "./format.ts";
import type { ImportFile } from "./import-file.ts";
import { addCounts, type ConversationCounts, countIn, type MessageCounts } from "./left-out.ts";
import type { Recognised } from "./recognise.ts";

/** A file of conversations. */
export type ConversationFile = Recognised & { readonly format: ConversationFormat };

/** A file that could not be read, or not to its end, and why in sentences. */
export interface FailedFile {
  readonly file: string;
  readonly sentence: string;
}

/** What an import would bring in. Nothing was recorded for it. */
export interface Survey {
  /** Conversations that would come in, and of these by format. */
  readonly conversations: number;
  readonly formats: Readonly<Record<string, number>>;
  readonly messages: number;
  /** Start of the first and of the last of them, ISO 8601 UTC; absent without any. */
  readonly first?: string;
  readonly last?: string;
  readonly leftOut: ConversationCounts;
  readonly messagesLeftOut: MessageCounts;
  /** Of those that a deep pass reads by itself, and of those that it sets aside as old. */
  readonly recent: { readonly sessions: number; readonly tokens: number };
  readonly old: { readonly sessions: number; readonly tokens: number };
  readonly failures: readonly FailedFile[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads everything once.
 *
 * @param fail - takes a file that cannot be read on as a failure; throws for what is none
 */
export async function survey(
  files: readonly ConversationFile[],
  { choice, now, fail }: { choice: Choice; now: Date; fail: (file: ImportFile, error: unknown) => FailedFile },
): Promise<Survey> {
  const formats: Record<string, number> = {};
  const leftOut: ConversationCounts = {};
  const messagesLeftOut: MessageCounts = {};
  const recent = { sessions: 0, tokens: 0 };
  const old = { sessions: 0, tokens: 0 };
  const failures: FailedFile[] = [];
  const starts: { first?: string; last?: string } = {};
  let messages = 0;
  for (const each of files) {
    try {
      for await (const offered of conversationsOf(each, choice)) {
        if (offered.kind === "passed-over") {
          countIn(leftOut, offered.reason);
          continue;
        }
        const { startedAt } = offered;
        countIn(formats, each.format.name);
        addCounts(messagesLeftOut, offered.leftOut);
        messages += offered.messages.length;
        if (starts.first === undefined || startedAt < starts.first) starts.first = startedAt;
        if (starts.last === undefined || startedAt > starts.last) starts.last = startedAt;
        const unread = now.getTime() - Date.parse(startedAt) > NEWEST_DAYS * DAY_MS ? old : recent;
        unread.sessions += 1;
        unread.tokens += readingTokens(offered.messages);
      }
    } catch (error) {
      failures.push(fail(each.file, error));
    }
  }
  const conversations = recent.sessions + old.sessions;
  return { conversations, formats, messages, ...starts, leftOut, messagesLeftOut, recent, old, failures };
}
