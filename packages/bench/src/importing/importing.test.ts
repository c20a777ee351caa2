import { existsSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentSchema, defaultSchema, fieldOf } from "@lifelong/core";
import { expect, test } from "vitest";
import { importPersonaBench } from "./persona-bench.ts";

const DATA = fileURLToPath(new URL("../../../../../shared/data/personabench/personas.jsonl", import.meta.url));

const SCENE = {
  scene_type: "烹饪：喜欢做饭",
  available_apis: { recipe_search: { arguments: ["dish", "servings"], description: "查找菜谱" } },
  scene_desc: "周末招待朋友",
  expected_response: "给出清淡的三道菜",
  scene_context: "有四位客人",
  personalized_query: "<personalized_query>我是素食者，周末做什么？</personalized_query>",
  neutralized_query: "<neutralized_query>\n周末请客做什么菜？\n</neutralized_query>",
};

const PERSON = {
  Demographics: {
    Name: "石小溪",
    Age: 41,
    Gender: "女",
    Nationality: "中国",
    Language: ["中文", "None"],
    Career_Information: " 灯塔管理员 ",
  },
  Personality: {
    Extraversion_or_Introversion: "I",
    Sensing_or_Intuition: "N",
    Thinking_or_Feeling: "T",
    Judging_or_Perceiving: "J",
    Values_and_Interests: ["观鸟", "诚实"],
  },
  Pattern: {
    Behavior_Engagement_Pattern: "一步一步地问",
    Usage_Pattern: "多在夜里",
    Emotion_Pattern: "None",
    Purchase_Pattern: "先比较",
  },
  Preference: { Preferred_Styles: "简明", Preferred_Formats: null, Preferred_Workflows: "先列清单" },
  scenes: [SCENE],
};

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "personabench-"));
}

async function importLines(...personas: readonly unknown[]) {
  const file = join(await folder(), "personas.jsonl");
  await writeFile(file, personas.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n"));
  return importPersonaBench(file);
}

test("a persona becomes a profile of the default schema and scenes", async () => {
  expect(await importLines({ id: "x1", ...PERSON })).toEqual({
    notes: [],
    characters: [
      {
        id: "x1",
        language: "zh",
        profile: {
          "demographics.name": "石小溪",
          "demographics.age": 41,
          "demographics.gender": "女",
          "demographics.nationality": "中国",
          "demographics.language": ["中文"],
          "demographics.career": "灯塔管理员",
          "personality.extraversion": "I",
          "personality.sensing": "N",
          "personality.thinking": "T",
          "personality.judging": "J",
          "personality.interests": ["观鸟", "诚实"],
          "patterns.engagement": "一步一步地问",
          "patterns.usage": "多在夜里",
          "patterns.purchase": "先比较",
          "preferences.styles": "简明",
          "preferences.workflows": "先列清单",
        },
        scenes: [
          {
            description: "周末招待朋友",
            context: "有四位客人",
            query: "周末请客做什么菜？",
            expected: "给出清淡的三道菜",
            tools: [
              { name: "recipeSearch", description: "查找菜谱", parameters: { dish: "dish", servings: "servings" } },
            ],
          },
        ],
      },
    ],
  });
});

test("a folder has a file for each person, and one that is no JSON is noted", async () => {
  const path = await folder();
  await writeFile(join(path, "阿石.json"), JSON.stringify(PERSON));
  await writeFile(join(path, "Böse.json"), Buffer.from([0x80, 0x03, 0x7d, 0x71]));
  await writeFile(join(path, "notes.txt"), "no persona");
  await mkdir(join(path, "more"));
  const { characters, notes } = await importPersonaBench(path);
  expect(characters.map(({ id }) => id)).toEqual(["阿石"]);
  expect(notes).toEqual([{ character: "Böse", kind: "unreadable" }]);
});

test("the singular of Preferred_Formats is the same key", async () => {
  const { characters, notes } = await importLines({ ...PERSON, Preference: { Preferred_Format: "表格" } });
  expect(characters[0]?.profile).toMatchObject({ "preferences.formats": "表格" });
  expect(notes).toEqual([]);
});

test("an English persona is told in English, and an MBTI word is its letter", async () => {
  const scene = {
    scene_type: "Cooking: a dinner",
    available_apis: "None",
    scene_desc: "Dinner",
    expected_response: "Soup",
    scene_context: "Rain",
    personalized_query: null,
    neutralized_query: "What shall I cook?",
  };
  const { characters } = await importLines({
    Demographics: { Gender: "男", Age: "33 years" },
    Personality: { Extraversion_or_Introversion: "extraversion" },
    scenes: [scene],
  });
  expect(characters).toMatchObject([
    {
      id: "line 1",
      language: "en",
      profile: { "demographics.gender": "male", "demographics.age": 33, "personality.extraversion": "E" },
      scenes: [{ query: "What shall I cook?", tools: [] }],
    },
  ]);
});

test.for([
  ["unknown-key", { Demographics: { Shoe_Size: 43 } }, "Demographics.Shoe_Size"],
  ["unfit-value", { Personality: { Thinking_or_Feeling: "X" } }, "Personality.Thinking_or_Feeling"],
  ["unfit-value", { Demographics: { Age: "old" } }, "Demographics.Age"],
  ["unfit-value", { Personality: { Values_and_Interests: [1] } }, "Personality.Values_and_Interests"],
] as const)("%s is noted by its key: %o", async ([kind, groups, what]) => {
  const { characters, notes } = await importLines({ ...groups, scenes: [] });
  expect(notes).toEqual([{ character: "line 1", kind, what }]);
  expect(characters[0]?.profile).toEqual({});
});

test.for([
  ["no-query", { neutralized_query: "<neutralized_query>None" }, 0],
  ["unreadable", { scene_desc: undefined }, 0],
  ["not-neutralized", { personalized_query: "周末请客做什么菜？" }, 1],
  ["own-name", { neutralized_query: "石小溪周末做什么菜？" }, 1],
  ["placeholder-name", { scene_desc: "User在周末招待朋友" }, 1],
] as const)("a scene with %s is noted", async ([kind, change, scenes]) => {
  const { characters, notes } = await importLines({ ...PERSON, scenes: [{ ...SCENE, ...change }] });
  expect(notes).toEqual([{ character: "line 1", scene: 0, kind }]);
  expect(characters[0]?.scenes).toHaveLength(scenes);
});

test("the name of a call is no placeholder, and code keeps its angle brackets", async () => {
  const available_apis = { getUserProfile: { arguments: null, description: "…" }, QA: { description: "…" } };
  const neutralized_query = "<neutralized_query>为什么 #include <Wire.h> 报错？";
  const { characters, notes } = await importLines({
    ...PERSON,
    scenes: [{ ...SCENE, available_apis, neutralized_query }],
  });
  expect(notes).toEqual([]);
  expect(characters[0]?.scenes[0]).toMatchObject({
    query: "为什么 #include <Wire.h> 报错？",
    tools: [{ name: "getUserProfile", parameters: {} }, { name: "qa" }],
  });
});

test("what is not there, and what holds no persona, says what to give", async () => {
  await expect(importPersonaBench("/nowhere")).rejects.toThrow("Name the file or the folder with the personas.");
  await expect(importLines("{", { Demographics: {} })).rejects.toThrow("There is no persona in");
});

test("all 132 published personas come in, with every scene and query", async (context) => {
  if (!existsSync(DATA)) context.skip("../shared/data/personabench is not there");
  const { characters, notes } = await importPersonaBench(DATA);
  const scenes = characters.flatMap((character) => character.scenes);
  const profiles = characters.map(({ profile }) => Object.entries(profile));
  expect({
    characters: characters.length,
    scenes: scenes.length,
    withoutTools: scenes.filter(({ tools }) => tools.length === 0).length,
    tools: scenes.flatMap(({ tools }) => tools).length,
    values: profiles.map(({ length }) => length).reduce((sum, length) => sum + length),
    tagged: scenes.filter(({ query }) => /_query>/.test(query)).length,
    notes: Object.fromEntries([...Map.groupBy(notes, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length])),
  }).toEqual({
    characters: 132,
    scenes: 1319,
    withoutTools: 396,
    tools: 2003,
    // 18 keys each, of which 21 moods and 47 formats are absent.
    values: 132 * 18 - 21 - 47,
    tagged: 0,
    notes: { "not-neutralized": 14 },
  });
  for (const [path, held] of profiles.flat()) {
    const field = fieldOf(defaultSchema, path);
    expect(field && [held].flat().every((one) => contentSchema(field).safeParse(one).success)).toBe(true);
  }
  for (const { name } of scenes.flatMap(({ tools }) => tools)) expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
});
