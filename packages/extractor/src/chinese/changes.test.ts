import { emptyPersona, type FieldState, type Persona, type Value } from "@lifelong/core";
import { describe, expect, it } from "vitest";
import { createExtractor } from "../extractor.ts";
import { briefOf, line, said } from "../testing/said.ts";

const extractor = createExtractor();

function held(id: string, content: Value["content"]): Value {
  return {
    id,
    content,
    basis: "stated",
    tentative: false,
    supportedBy: [{ sessionId: "older", startedAt: "2026-01-01T00:00:00Z" }],
    quotes: [],
    learnedAt: "2026-01-01T00:00:00Z",
    changedAt: "2026-01-01T00:00:00Z",
  };
}

const fields: Readonly<Record<string, FieldState>> = {
  location: { values: [held("home", "杭州")] },
  diet: { values: [held("food", "吃素")] },
  "demographics.career": { values: [held("work", "小学老师")] },
  "personality.interests": { values: [held("choir", "合唱团"), held("guitar", "学吉他")] },
  likes: { values: [held("coffee", "喝咖啡"), held("films", "恐怖片")] },
  dislikes: { values: [held("cats", "猫")] },
  allergies: { values: [held("mango", "芒果")] },
  relationships: { values: [held("love", "女朋友小敏"), held("mother", "妈妈")] },
  pets: { values: [held("dog", "狗叫旺财")] },
  goals: { values: [held("exam", "明年考研")] },
  "interaction.address": { values: [held("name", "小何")] },
};
const persona: Persona = { ...emptyPersona("ada"), fields };

async function proposed(...texts: readonly string[]): Promise<readonly string[]> {
  const { operations } = await extractor.propose(briefOf([texts], persona));
  return operations.map(line).sort();
}

describe("against what the persona holds", () => {
  it.each([
    ["我搬到苏州了。", ["location = 苏州"]],
    ["我不住杭州了。", ["remove location = home"]],
    ["我离开杭州了。", ["remove location = home"]],
    ["我不吃素了。", ["remove diet = food"]],
    ["我现在又开始吃肉了。", ["remove diet = food"]],
    ["现在改吃锅边素了。", ["diet = 锅边素"]],
    ["我辞职了。", ["remove demographics.career = work"]],
    ["我上周被裁了。", ["remove demographics.career = work"]],
    ["我換工作了，現在在一家律所做行政。", ["demographics.career = 律所做行政"]],
    ["我退出合唱团了。", ["remove personality.interests = choir"]],
    ["合唱团我上礼拜退了。", ["remove personality.interests = choir"]],
    ["我不學吉他了。", ["remove personality.interests = guitar"]],
    ["我不喝咖啡了。", ["remove likes = coffee"]],
    ["我戒咖啡了。", ["diet = 戒咖啡", "remove likes = coffee"]],
    ["我不喜欢恐怖片了。", ["remove likes = films"]],
    ["我不喜欢恐怖片。", ["dislikes = 恐怖片", "remove likes = films"]],
    ["我现在不讨厌猫了。", ["remove dislikes = cats"]],
    ["我不是芒果过敏，是腰果过敏。", ["allergies = 腰果", "remove allergies = mango"]],
    ["我跟女朋友分手了。", ["remove relationships = love"]],
    ["我家狗去世了。", ["remove pets = dog"]],
    ["明年考研那个目标，取消，不考了。", ["remove goals = exam"]],
    ["别叫我小何了。", ["remove interaction.address = name"]],
    ["以前我住杭州，现在住厦门。", ["location = 厦门"]],
    ["如果我辞职，社保怎么交？", []],
    ["我想辞职。", []],
    ["我同事辞职了。", []],
    ["我朋友分手了。", []],
    ["我还没退出合唱团。", []],
    ["他不吃素了。", []],
  ])("takes “%s” as %j", async (text, expected) => {
    expect(await proposed(text)).toEqual([...expected].sort());
  });
});

describe("a message in both languages", () => {
  it("is read in each, in the order of the text", async () => {
    expect(await said("I live in Berlin. 不过我下个月才搬，现在住在慕尼黑。")).toEqual(["location = 慕尼黑"]);
    expect(await said("我住在慕尼黑。 Sorry, I live in Berlin now.")).toEqual(["location = Berlin"]);
  });

  it("keeps words of the other script within a Chinese sentence", async () => {
    expect(await said("我在 Google 上班，是個 backend engineer，平常用 Godot 做遊戲")).toEqual([
      "demographics.career = backend engineer",
      "preferences.workflows = 用 Godot",
    ]);
  });

  it("teaches nothing when an order in one language brings a text in the other", async () => {
    expect(await said("Translate into English: 我住在北京，我是老师。")).toEqual([]);
    expect(await said("翻译成中文：I live in Berlin and I love cheese.")).toEqual([]);
  });
});

describe("a play", () => {
  it("ends where the user says so", async () => {
    expect(await proposed("你演面试官，我演应届生。", "我住在火星。", "停，出戏。我现在住在苏州园区。")).toEqual([
      "location = 苏州园区",
    ]);
  });

  it("goes on otherwise", async () => {
    expect(await proposed("你演面试官，我演应届生。", "我住在火星。", "我是宇航员。")).toEqual([]);
  });
});

describe("its evidence", () => {
  it("holds the content as written, traditional characters too, and takes neighbours along where it is short", async () => {
    const text = "早安。我吃素。我住在臺中。";
    const { operations } = await extractor.propose(briefOf([[text]]));
    expect(operations).toEqual([
      {
        kind: "set",
        field: "diet",
        content: "吃素",
        evidence: [{ sessionId: "session-1", messageIndex: 0, quote: text }],
      },
      {
        kind: "set",
        field: "location",
        content: "臺中",
        evidence: [{ sessionId: "session-1", messageIndex: 0, quote: "我住在臺中。" }],
      },
    ]);
  });
});
