import type { Change } from "@lifelong/core";
import * as z from "zod";
import { defineTool, type Tool } from "../define-tool.ts";

/** Entries listed of either kind; a first run over a long import could fill a host's window otherwise. */
const LISTED = 40;

export const optimizePersona: Tool = defineTool({
  name: "optimize_persona",
  title: "Learn from recorded conversations",
  description:
    "Learns from the recorded conversations that were not used yet, and answers what ran, what was learned and what was refused. Learning also happens by itself; call this when the user asks for it, or to see at once what a recorded conversation changed.",
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  stores: false,
  input: z.strictObject({}),
  output: z.strictObject({
    outcome: z.enum(["committed", "nothing", "paused", "parked"]),
    pass: z.string().optional().describe("Which way of learning ran last."),
    optimizer: z.string().optional(),
    model: z.string().optional(),
    revision: z.int(),
    sessions: z.int().describe("Conversations read."),
    pending: z.int().describe("Conversations not read yet, or read without learning anything."),
    accepted: z.int(),
    refused: z.int(),
    changes: z
      .array(
        z.strictObject({
          kind: z.string(),
          field: z.string(),
          content: z.union([z.string(), z.number(), z.boolean()]).optional(),
        }),
      )
      .describe(`At most ${LISTED}.`),
    refusals: z
      .array(z.strictObject({ code: z.string(), field: z.string(), count: z.int(), sentence: z.string() }))
      .describe(`At most ${LISTED}.`),
  }),
  async run(_input, { personalizer, userId, signal }) {
    const report = await personalizer.optimize(userId, { signal });
    const { outcome, pass, optimizer, model, revision, sessions, pending, changes, refusals } = report;
    return {
      outcome,
      ...(pass === undefined ? {} : { pass }),
      ...(optimizer === undefined ? {} : { optimizer }),
      ...(model === undefined ? {} : { model }),
      revision,
      sessions,
      pending,
      accepted: changes.length,
      refused: refusals.reduce((total, refusal) => total + refusal.count, 0),
      changes: changes.slice(0, LISTED).flatMap(listChange),
      // Refused content stays out: it may be an order to the assistant that reads this.
      refusals: refusals.slice(0, LISTED).map(({ code, field, count, sentence }) => ({ code, field, count, sentence })),
    };
  },
});

function listChange(change: Change): { kind: string; field: string; content?: string | number | boolean }[] {
  if (!("field" in change)) return [];
  if (!("value" in change)) return [{ kind: change.kind, field: change.field }];
  return [{ kind: change.kind, field: change.field, content: change.value.content }];
}
