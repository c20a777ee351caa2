import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { catalogue, defaultTools, INSTRUCTIONS, INSTRUCTIONS_WITH_HOOK } from "../catalogue.ts";
import { listTool } from "../listed-tool.ts";

describe("the catalogue", () => {
  test("holds one tool for each file of this folder, under the file's name", () => {
    const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
    const names = catalogue.map((tool) => `${tool.name.replaceAll("_", "-")}.ts`);
    expect(names.toSorted()).toEqual(files.toSorted());
  });

  test("says all four hints of every tool", () => {
    const hints = Object.fromEntries(
      catalogue.map(({ name, annotations: { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } }) => [
        name,
        [readOnlyHint, destructiveHint, idempotentHint, openWorldHint],
      ]),
    );
    expect(hints).toEqual({
      get_persona: [true, false, true, false],
      record_session: [false, false, true, false],
      optimize_persona: [false, false, false, true],
      edit_persona: [false, true, false, false],
      forget: [false, true, true, false],
      persona_history: [true, false, true, false],
      restore_persona: [false, true, true, false],
    });
  });

  test("takes no identity as an argument", () => {
    const argumentNames = catalogue.flatMap((tool) => Object.keys(tool.input.shape));
    expect(argumentNames.filter((name) => /user|profile|tenant/i.test(name))).toEqual([]);
  });

  test.for(catalogue.map((tool) => [tool.name, tool] as const))(
    "%s is strict in every object it takes and gives",
    ([, tool]) => {
      for (const schema of [z.toJSONSchema(tool.input, { io: "input" }), z.toJSONSchema(tool.output)]) {
        const objects = [...eachObject(schema)];
        expect(objects.length).toBeGreaterThan(0);
        for (const object of objects) expect(object.additionalProperties).toBe(false);
      }
    },
  );

  test("keeps every description short enough to be read, and ends it as a sentence", () => {
    for (const { title, description } of catalogue) {
      expect(title.length).toBeLessThanOrEqual(40);
      expect(description.length).toBeLessThanOrEqual(640);
      expect(description).toMatch(/\.$/);
    }
  });

  test.for(catalogue.map((tool) => [tool.name, tool] as const))("%s is listed as its snapshot says", ([name, tool]) => {
    const { title, description, annotations, meta } = tool;
    const { inputSchema, outputSchema } = listTool(tool);
    const listing = { name, title, description, annotations, inputSchema, outputSchema, ...(meta && { _meta: meta }) };
    return expect(`${JSON.stringify(listing, undefined, 2)}\n`).toMatchFileSnapshot(`../__golden__/${name}.txt`);
  });

  test("lists the two tools about the past only where all are asked for", () => {
    const more = catalogue.filter((tool) => !defaultTools.includes(tool)).map(({ name }) => name);
    expect(more).toEqual(["persona_history", "restore_persona"]);
    expect(defaultTools.slice(0, 3).map(({ name }) => name)).toEqual([
      "get_persona",
      "record_session",
      "optimize_persona",
    ]);
  });

  test("asks for a record as soon as something lasting was said, never at the end", () => {
    const { description } = catalogue.find((tool) => tool.name === "record_session") ?? { description: "" };
    expect(description).toContain("as soon as the user has said something lasting about themself");
    expect(`${description} ${INSTRUCTIONS}`).not.toMatch(/\bat the end|when the conversation (ends|is over)/i);
  });

  test("keeps the instructions within the 500 characters that every host passes on", () => {
    expect(INSTRUCTIONS.length).toBeLessThanOrEqual(500);
    expect(INSTRUCTIONS_WITH_HOOK.length).toBeLessThanOrEqual(500);
  });

  test("speaks of record_session only where the host's model records", () => {
    expect(INSTRUCTIONS).toContain("record_session");
    expect(INSTRUCTIONS_WITH_HOOK).not.toContain("record_session");
  });

  test("has get_persona stay loaded in hosts that load tools on demand", () => {
    expect(catalogue.find((tool) => tool.name === "get_persona")?.meta).toEqual({ "anthropic/alwaysLoad": true });
  });
});

function* eachObject(schema: unknown): Generator<Record<string, unknown>> {
  if (typeof schema !== "object" || schema === null) return;
  const record: Record<string, unknown> = { ...schema };
  if (record.type === "object") yield record;
  for (const part of Object.values(record)) yield* eachObject(part);
}
