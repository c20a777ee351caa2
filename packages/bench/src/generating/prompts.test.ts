import { defaultSchema, fieldOf } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { expect, test } from "vitest";
import { ask } from "./ask.ts";
import { FILLED_FIELDS } from "./fields.ts";
import { leakedWords } from "./leak.ts";
import { personJson, scenesJson } from "./prompts/prompts.ts";
import {
  answerableQuestion,
  hintsQuestion,
  neutralQuestion,
  personQuestion,
  queryQuestion,
  scenesQuestion,
} from "./questions.ts";
import { materialFor } from "./request.ts";
import { loadWordReader } from "./words.ts";

const LANGUAGES = ["en", "zh"] as const;

function questionsOf(language: "en" | "zh") {
  const { prompts, seeds } = materialFor({ language, people: 1, scenes: 1 });
  const [seed] = seeds;
  if (!seed) throw new Error("There is no seed.");
  return [
    hintsQuestion(
      prompts,
      5,
      seeds.map(({ hint }) => hint),
    ),
    personQuestion(prompts, seed.hint, seeds.slice(0, 2)),
    scenesQuestion(prompts, { person: seed, count: 2, occasions: prompts.occasions.slice(0, 2) }),
    scenesQuestion(prompts, { person: seed, count: 2 }),
    queryQuestion(prompts, { person: seed, scene: seed.scene }),
    neutralQuestion(prompts, { person: seed, scene: seed.scene, personal: seed.personal }, () => []),
    answerableQuestion(prompts, { scene: seed.scene, query: seed.neutral, personal: seed.personal }),
  ];
}

test.for(LANGUAGES)("the prompts in %s are these", async (language) => {
  const { prompts } = materialFor({ language, people: 1, scenes: 1 });
  const { problems, again } = prompts;
  const texts = [
    ...questionsOf(language).flatMap(({ name, prompt }) => [
      `[${name}: system]\n${prompt.system}`,
      `[${name}: user]\n${prompt.user}`,
    ]),
    `[again]\n${[problems.noJson, problems.misfit("scenes.0.context"), problems.leak(["A", "B"]), problems.count(3)].map(again).join("\n")}`,
  ];
  await expect(`${texts.join("\n\n")}\n`).toMatchFileSnapshot(`__golden__/prompts-${language}.txt`);
});

test("every schema is strict all the way down, and holds nothing that strict vendors do not take", () => {
  for (const { schema } of questionsOf("en")) {
    expect(JSON.stringify(schema)).not.toMatch(/\$schema|minLength|minItems|maxItems|"pattern"/);
    for (const object of objectsIn(schema)) {
      expect(object.additionalProperties).toBe(false);
      expect(object.required).toEqual(Object.keys(object.properties as object));
    }
  }
});

test.for(LANGUAGES)("the seeds in %s are what is asked of a model", async (language) => {
  const { seeds, prompts } = materialFor({ language, people: 1, scenes: 1 });
  const read = await loadWordReader(language);
  expect(new Set(seeds.map(({ profile }) => profile["demographics.name"])).size).toBe(3);
  for (const seed of seeds) {
    const { scene, personal, neutral, profile } = seed;
    const [person, scenes] = [
      await ask(personQuestion(prompts, seed.hint, []), scriptedModel([personJson(seed)]), prompts),
      await ask(scenesQuestion(prompts, { person: seed, count: 1 }), scriptedModel([scenesJson([scene])]), prompts),
    ];
    expect(person).toMatchObject({ item: { profile } });
    expect(scenes).toMatchObject({ item: [scene] });
    expect(leakedWords(neutral, seed, read)).toEqual([]);
    expect(leakedWords(personal.query, seed, read)).not.toEqual([]);
  }
});

test("no special category is invented", () => {
  for (const path of ["health.conditions", "religion", "politics", "sexuality"]) {
    expect(fieldOf(defaultSchema, path)).toBeDefined();
    expect(FILLED_FIELDS).not.toContain(path);
  }
});

test.for([
  ["text", undefined],
  ["json", { kind: "json" }],
] as const)("a model that takes %s only is asked so, and JSON in a fence is read", async ([output, form]) => {
  const model = scriptedModel(['Sure!\n```json\n{"hints":["a"]}\n```'], output === "json" ? { output } : {});
  const { prompts } = materialFor({ language: "en", people: 1, scenes: 1 });
  expect(await ask(hintsQuestion(prompts, 1, []), model, prompts)).toEqual({ item: ["a"], cost: { calls: 1 } });
  expect(model.requests[0]?.output).toEqual(form);
});

function* objectsIn(schema: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof schema !== "object" || schema === null) return;
  if ("type" in schema && schema.type === "object") yield schema as Readonly<Record<string, unknown>>;
  for (const value of Object.values(schema)) yield* objectsIn(value);
}
