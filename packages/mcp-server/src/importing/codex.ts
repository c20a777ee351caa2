import * as z from "zod";
import { readCodex } from "../transcripts/codex.ts";
import type { ConversationFormat } from "./format.ts";
import { foundIn } from "./transcript.ts";
import { linesOf } from "./values.ts";

const line = z.looseObject({ type: z.literal("session_meta"), payload: z.looseObject({}) });

/** A conversation of Codex, one to a file. */
export const codex: ConversationFormat = {
  kind: "conversations",
  name: "Codex transcript",
  document: "https://github.com/openai/codex/blob/main/codex-rs/protocol/src/protocol.rs",

  recognises: (first) => line.safeParse(first).success,

  async *read(_values, file) {
    yield foundIn(await readCodex(linesOf(file)));
  },
};
