import { DEEP } from "@lifelong/core";
import * as z from "zod";
import { defineTool, type Tool } from "../define-tool.ts";
import { isHostsPass } from "../host-turn.ts";
import { parseStartedAt } from "../started-at.ts";

export const recordSession: Tool = defineTool({
  name: "record_session",
  title: "Record what the user said",
  description:
    "Keeps what the user said, so that their persona goes on learning. Call it as soon as the user has said something lasting about themself (a fact, a preference, a plan, a correction), and again with the same sessionId when more comes. Send the user's messages verbatim and from the beginning of the conversation: what is held already is not stored twice. The assistant's turns may be shortened or left out. Answers at once; say to the user what notKept tells.",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  stores: true,
  input: z.strictObject({
    sessionId: z.string().min(1).optional().describe("As answered before, for more of the same conversation."),
    messages: z
      .array(
        z.strictObject({
          role: z.enum(["user", "assistant", "system", "tool"]).describe("Only the user's can teach."),
          text: z.string(),
        }),
      )
      .min(1),
    startedAt: z.string().optional().describe("When the conversation began, ISO 8601; now by default."),
    private: z.boolean().optional().describe("True if the user wants this conversation kept out: nothing is stored."),
  }),
  output: z.strictObject({
    sessionId: z.string().describe("Pass it with the next call; may differ from the one given."),
    sequence: z.int().optional().describe("Absent when there was nothing to store."),
    duplicate: z.boolean().describe("True: all of it was held already."),
    kept: z.int().describe("Messages stored by this call."),
    pending: z.int().describe("Conversations not used yet."),
    due: z.boolean(),
    next: z.string().optional(),
    notKept: z
      .array(z.strictObject({ reason: z.string(), count: z.int(), sentence: z.string() }))
      .describe("What was not stored, and why."),
  }),
  async run({ sessionId, messages, startedAt, private: isPrivate }, { personalizer, userId, mayAsk }) {
    const recorded = await personalizer.recordSession(userId, {
      id: sessionId,
      startedAt: startedAt === undefined ? undefined : parseStartedAt(startedAt),
      source: "relayed",
      private: isPrivate,
      messages,
    });
    const { sequence, duplicate, kept, pending, begun } = recorded;
    const due = recorded.due.includes(DEEP);
    const asks = due && begun && isHostsPass(personalizer) && (await mayAsk?.());
    return {
      sessionId: recorded.sessionId,
      ...(sequence === undefined ? {} : { sequence }),
      duplicate,
      kept,
      pending,
      due,
      ...(asks && {
        next: "Several conversations wait to be learned from. Once you have answered the user, call optimize_persona.",
      }),
      notKept: recorded.notKept.map(({ reason, count, sentence }) => ({ reason, count, sentence })),
    };
  },
});
