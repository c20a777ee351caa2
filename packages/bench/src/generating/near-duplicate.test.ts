import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { importPersonaBench } from "../importing/persona-bench.ts";
import { distinctPeople, distinctScenes, isNearDuplicate } from "./near-duplicate.ts";

const DATA = fileURLToPath(new URL("../../../../../shared/data/personabench/personas.jsonl", import.meta.url));

test("the first of what is nearly the same stays", () => {
  const made = ["a roof that leaks", "the roof leaks that", "a bus that is late", "a roof that leaks!"].map(
    (context) => ({
      scene: { description: "", context, tools: [] },
    }),
  );
  expect(distinctScenes(made)).toEqual([made[0], made[2]]);
});

test("people are compared by what is said of them, not by which fields they have", () => {
  const made = ["welds ships in the north", "sings in bars by the sea", "welds ships in the far north"].map(
    (about) => ({
      person: { about, voice: "", profile: { "patterns.engagement": about, "patterns.usage": about } },
    }),
  );
  expect(distinctPeople(made)).toEqual(made.slice(0, 2));
});

test("nothing is like nothing", () => {
  expect(isNearDuplicate("anything", [])).toBe(false);
  expect(isNearDuplicate("", [""])).toBe(false);
});

test("of the published personas, and of the scenes of each, all are distinct", async (context) => {
  if (!existsSync(DATA)) context.skip("../shared/data/personabench is not there");
  const { characters } = await importPersonaBench(DATA);
  const people = characters.map(({ profile }) => ({ person: { about: "", voice: "", profile } }));
  expect(distinctPeople(people)).toHaveLength(132);
  for (const { scenes } of characters) {
    expect(distinctScenes(scenes.map((scene) => ({ scene })))).toHaveLength(scenes.length);
  }
});
