import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { createLookup } from "./evidence.ts";
import { foldText } from "./fold-text.ts";
import { review } from "./gate.ts";
import type { Operation } from "./operation.ts";
import type { BriefSession } from "./optimizer.ts";
import { emptyPersona } from "./persona.ts";
import { REFUSAL_CODES } from "./revision.ts";
import { definePersonaSchema, type FieldInput } from "./schema.ts";

const DATA = new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url);
const PAGE = new URL("../../../docs/measurements/gate.md", import.meta.url);

const conversation = z.object({
  id: z.string(),
  dialogue: z.array(z.object({ role: z.enum(["user", "assistant", "system", "tool"]), text: z.string() })),
  model_outputs: z.record(
    z.string(),
    z.array(z.object({ label: z.string().nullable(), value: z.string(), evidence_text: z.string() })),
  ),
});

/** Rows of the table: what is counted, by model. */
type Counts = Map<string, Map<string, number>>;

test("3 774 things that models noted in 160 real conversations go through the gate", (context) => {
  if (!existsSync(DATA)) context.skip("../shared/data/realchats is not there");
  const conversations = readFileSync(DATA, "utf8")
    .trim()
    .split("\n")
    .map((line) => conversation.parse(JSON.parse(line)));
  const fieldOfLabel = new Map<string, string>();
  for (const { model_outputs } of conversations) {
    for (const item of Object.values(model_outputs).flat()) {
      const label = item.label ?? "";
      if (!fieldOfLabel.has(label)) fieldOfLabel.set(label, `label.n${fieldOfLabel.size + 1}`);
    }
  }
  const open: FieldInput = { kind: "set", description: "anything", about: "others", maxLength: 2000, cap: 1000 };
  const schema = definePersonaSchema({
    id: "open",
    version: 1,
    fields: Object.fromEntries([...fieldOfLabel.values()].map((field) => [field, open])),
  });

  const counts: Counts = new Map();
  for (const { id, dialogue, model_outputs } of conversations) {
    const session: BriefSession = {
      id,
      ordinal: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
      source: "witnessed",
      messages: dialogue.map(({ role, text }, index) => ({ index, role, text, sequence: 1 })),
    };
    const said = session.messages.filter(({ role }) => role === "user").map(({ text }) => foldText(text));
    const lookUp = createLookup([session]);
    for (const [model, items] of Object.entries(model_outputs)) {
      const operations = items.map(
        (item): Operation => ({
          kind: "add",
          field: fieldOfLabel.get(item.label ?? "") ?? "",
          content: item.value,
          evidence: [{ sessionId: id, messageIndex: 0, quote: item.evidence_text }],
        }),
      );
      for (const { evidence } of operations) {
        count(counts, "proposed", model);
        const [first] = evidence;
        const quote = foldText(first?.quote ?? "");
        if (!first || quote === "" || !said.some((text) => text.includes(quote))) continue;
        count(counts, "quote stands in one user message", model);
        if (typeof lookUp(first) === "object") count(counts, "of these, pass the evidence rule", model);
      }

      const { changes, refusals } = review(
        { operations },
        { persona: emptyPersona("reader"), schema, sessions: [session], revision: 1 },
      );
      for (const change of changes) {
        if (change.kind !== "add") throw new Error(`${id}: a ${change.kind} came of an addition`);
        count(counts, `accepted, ${change.value.basis}`, model);
        for (const { messageIndex, quote } of change.evidence) {
          const message = session.messages[messageIndex];
          if (message?.role !== "user" || !message.text.includes(quote) || quote === "") {
            throw new Error(`${id}: ${model} was believed without the user's words`);
          }
        }
      }
      for (const refusal of refusals) count(counts, `refused: ${refusal.code}`, model, refusal.count);
    }
  }

  const table = tableOf(counts);
  process.stdout.write(`\n${table}\n`);
  const stands = total(counts, "quote stands in one user message");
  const accepted = total(counts, "accepted, stated") + total(counts, "accepted, inferred");
  const refused = REFUSAL_CODES.reduce((sum, code) => sum + total(counts, `refused: ${code}`), 0);
  expect(total(counts, "proposed")).toBe(3774);
  expect(accepted + refused).toBe(3774);
  expect(stands).toBeGreaterThanOrEqual(2603);
  expect(total(counts, "of these, pass the evidence rule") / stands).toBeGreaterThanOrEqual(0.97);
  expect(readFileSync(PAGE, "utf8"), "docs/measurements/gate.md shows another table than the one printed").toContain(
    table,
  );
}, 120_000);

function count(counts: Counts, row: string, model: string, by: number = 1): void {
  const cells = counts.get(row) ?? new Map<string, number>();
  counts.set(row, cells.set(model, (cells.get(model) ?? 0) + by));
}

function total(counts: Counts, row: string): number {
  return [...(counts.get(row)?.values() ?? [])].reduce((sum, cell) => sum + cell, 0);
}

function tableOf(counts: Counts): string {
  const models = [...(counts.get("proposed")?.keys() ?? [])].sort();
  const rows = [
    "proposed",
    "quote stands in one user message",
    "of these, pass the evidence rule",
    "accepted, stated",
    "accepted, inferred",
    ...REFUSAL_CODES.map((code) => `refused: ${code}`),
  ].filter((row) => counts.has(row));
  return [
    ["", ...models, "all"],
    ["---", ...models.map(() => "---:"), "---:"],
    ...rows.map((row) => [row, ...models.map((model) => counts.get(row)?.get(model) ?? 0), total(counts, row)]),
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
