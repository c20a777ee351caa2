import { createPersonalizer, memoryStore } from "@lifelong/core";
import { describe, expect, test } from "vitest";
import { createSessionManager } from "./session-manager.ts";

async function room(sessions: Readonly<Record<string, readonly string[]>>) {
  const personalizer = createPersonalizer({ store: memoryStore() });
  for (const [id, texts] of Object.entries(sessions)) {
    const messages = texts.map((text, index) => ({ role: index % 2 === 0 ? "user" : "assistant", text }) as const);
    await personalizer.recordSession("ana", { id, messages });
  }
  return { personalizer, manager: createSessionManager({ personalizer }) };
}

const TALKS = {
  flight: ["Find me a flight to Lisbon in May.", "There are three flights; the cheapest is on Tuesdays."],
  soup: ["How long do I cook red lentils?", "Fifteen minutes, without soaking them."],
  beijing: ["我想去北京大学参观，需要预约吗？", "需要提前三天预约。"],
  trip: ["Is São Paulo warm in August?", "Mild."],
  thai: ["ฉันชอบกินข้าวผัดกับเพื่อน", "ดีมาก"],
  seoul: ["서울에서 김치찌개를 먹고 싶어요", "좋아요"],
  tokyo: ["東京タワーへの行き方を教えてください。", "地下鉄が便利です。"],
};

describe("the list", () => {
  test("has the newest first, with how the user began", async () => {
    const { manager } = await room(TALKS);
    expect((await manager.list("ana")).map(({ id }) => id)).toEqual([
      "tokyo",
      "seoul",
      "thai",
      "trip",
      "beijing",
      "soup",
      "flight",
    ]);
    const [first] = (await manager.list("ana", { limit: 7 })).slice(-1);
    expect(first).toMatchObject({ id: "flight", messages: 2, title: "Find me a flight to Lisbon in May." });
    expect(await manager.list("ana", { limit: 1 })).toHaveLength(1);
  });

  test("keeps a long beginning to one line", async () => {
    const { manager } = await room({ long: [`One\n\n${"word ".repeat(60)}`] });
    const [{ title } = { title: "" }] = await manager.list("ana");
    expect(title).toMatch(/^One word .*…$/);
    expect(title.length).toBeLessThanOrEqual(80);
  });

  test("and an excerpt are cut between two characters", async () => {
    for (const shift of ["", "x"]) {
      const text = `${shift}${"😀".repeat(150)} needle ${"😀".repeat(150)}`;
      const { manager } = await room({ emoji: [text] });
      const [found] = await manager.search("ana", "needle");
      expect(found?.excerpt).toContain("needle");
      expect(`${found?.title}${found?.excerpt}`).not.toContain("\ufffd");
    }
  });

  test("leaves out what is private or forgotten", async () => {
    const { manager, personalizer } = await room(TALKS);
    await personalizer.recordSession("ana", { id: "p", private: true, messages: [{ role: "user", text: "Secret" }] });
    await personalizer.forget("ana", { kind: "session", sessionId: "soup" });
    expect((await manager.list("ana")).map(({ id }) => id)).toEqual([
      "tokyo",
      "seoul",
      "thai",
      "trip",
      "beijing",
      "flight",
    ]);
    expect(await manager.load("ana", "soup")).toBeNull();
    expect(await manager.search("ana", "lentils")).toEqual([]);
  });
});

test("a session is loaded by its id", async () => {
  const { manager } = await room(TALKS);
  expect((await manager.load("ana", "soup"))?.messages).toHaveLength(2);
  expect(await manager.load("ana", "none")).toBeNull();
  expect(await manager.load("bob", "soup")).toBeNull();
});

describe("the search", () => {
  test.each([
    ["lisbon flight", "flight"],
    ["LISBON", "flight"],
    ["lisb", "flight"],
    ["lentls", "soup"],
    ["soaking", "soup"],
    ["北京", "beijing"],
    ["大学", "beijing"],
    ["预约", "beijing"],
    ["京", "beijing"],
    ["東京", "tokyo"],
    ["タワー", "tokyo"],
    ["地下鉄", "tokyo"],
    ["sao paulo", "trip"],
    ["SÃO", "trip"],
    ["ข้าวผัด", "thai"],
    ["김치", "seoul"],
  ])("for %s finds %s", async (words, id) => {
    const { manager } = await room(TALKS);
    expect((await manager.search("ana", words)).map((match) => match.id)).toContain(id);
  });

  test.each(["elephant", "南京", "大阪", "…", ""])("for %j finds nothing", async (words) => {
    const { manager } = await room(TALKS);
    expect(await manager.search("ana", words)).toEqual([]);
  });

  test("wants all the words where one session has them, and else takes some", async () => {
    const { manager } = await room(TALKS);
    const ids = async (words: string) => (await manager.search("ana", words)).map(({ id }) => id);
    expect(await ids("cheapest lisbon")).toEqual(["flight"]);
    expect((await ids("lentils lisbon")).toSorted()).toEqual(["flight", "soup"]);
  });

  test("shows the message that holds the words", async () => {
    const { manager } = await room(TALKS);
    expect((await manager.search("ana", "tuesdays"))[0]).toMatchObject({
      messageIndex: 1,
      excerpt: TALKS.flight[1],
    });
    const long = await room({ long: [`${"filler ".repeat(100)}the needle is here`] });
    expect((await long.manager.search("ana", "needle"))[0]?.excerpt).toMatch(/^…filler .*the needle is here$/);
  });
});
