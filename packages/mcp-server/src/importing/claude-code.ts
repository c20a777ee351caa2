import * as z from "zod";
import { readClaudeCode } from "../transcripts/claude-code.ts";
import type { ConversationFormat } from "./format.ts";
import { foundIn } from "./transcript.ts";
import { linesOf } from "./values.ts";

/** Of the kinds of lines that may come first, those without a session name what they belong to in another way. */
const line = z.union([
  z.looseObject({ type: z.string(), sessionId: z.string() }),
  z.looseObject({ type: z.literal("summary"), leafUuid: z.string() }),
  z.looseObject({ type: z.literal("file-history-snapshot"), messageId: z.string() }),
]);

/** A conversation of Claude Code, one to a file. */
export const claudeCode: ConversationFormat = {
  kind: "conversations",
  name: "Claude Code transcript",
  document: "https://code.claude.com/docs/en/claude-directory",

  recognises: (first) => line.safeParse(first).success,

  async *read(_values, file) {
    yield foundIn(await readClaudeCode(linesOf(file)));
  },
};
