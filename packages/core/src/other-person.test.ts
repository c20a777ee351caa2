import { expect, test } from "vitest";
import { createLookup } from "./evidence.ts";
import { isAboutOther, namesOther } from "./other-person.ts";

function aboutOther(text: string, content: string, quote: string = text): boolean {
  const message = { index: 0, role: "user" as const, text, sequence: 1 };
  const session = {
    id: "s",
    ordinal: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    source: "witnessed" as const,
    messages: [message],
  };
  const found = createLookup([session])({ sessionId: "s", messageIndex: 0, quote });
  if (typeof found === "string") throw new Error(found);
  const start = text.indexOf(content);
  return isAboutOther(found, start < 0 ? undefined : { start, end: start + content.length });
}

test.each([
  ["My wife is vegan", "vegan"],
  ["my older brother lives in Rome", "Rome"],
  ["And my boss hates meetings", "meetings"],
  ["he lives in Rome", "Rome"],
  ["She's a nurse", "nurse"],
  ["My wife's job is nursing", "nursing"],
  ["I'm fine, but my sister loves jazz", "jazz"],
  ["My wife, a nurse, works in Rome", "Rome"],
  ["My wife sings and works in Rome", "Rome"],
  ["Anna lives in Rome", "Rome"],
  ["My dog loves peanuts", "peanuts"],
  ["我老婆喜欢爵士乐", "爵士乐"],
  ["我很好，他住在罗马", "罗马"],
  ["我妈妈是老师，喜欢唱歌", "唱歌"],
  ["我媽媽是老師，喜歡唱歌", "唱歌"],
  ["我姊姊住在高雄", "高雄"],
  ["我哥在台北當護士", "護士"],
  ["我的老闆討厭開會", "開會"],
  ["我很好，不過她們住在羅馬", "羅馬"],
  ["我很好，不过他住在罗马", "罗马"],
  ["佢鍾意爵士樂", "爵士樂"],
  ["我女兒對花生過敏", "花生"],
])("%j tells of someone else: %j", (text, content) => {
  expect(aboutOther(text, content)).toBe(true);
});

test.each([
  ["I am vegan", "vegan"],
  ["We moved to Bristol last weekend!", "Bristol"],
  ["My wife and I are vegan", "vegan"],
  ["My boss hates that I love jazz", "jazz"],
  ["My sister loves jazz, I love rock", "rock"],
  ["My wife is ill. Vegan food is what I eat", "Vegan"],
  ["My friends call me Bob", "Bob"],
  ["My job is nursing", "nursing"],
  ["My favourite city is Rome", "Rome"],
  ["The city is Rome", "Rome"],
  ["Jazz is great", "Jazz"],
  ["我和我老婆都吃素食", "素食"],
  ["我老婆喜欢摇滚，我喜欢爵士乐", "爵士乐"],
  ["我和我媽媽都吃素食", "素食"],
  ["我媽媽喜歡搖滾，我喜歡爵士樂", "爵士樂"],
  ["我教授英語，主管教務", "英語"],
  ["我媽媽說我對花生過敏", "花生"],
])("%j tells of the user: %j", (text, content) => {
  expect(aboutOther(text, content)).toBe(false);
});

test("looks beyond the quote for who it is about", () => {
  expect(aboutOther("My wife loves long walks in Rome", "Rome", "loves long walks in Rome")).toBe(true);
});

test("takes an inferred content to be about someone else when every clause of the quote is", () => {
  expect(aboutOther("My wife never eats meat", "vegan")).toBe(true);
  expect(aboutOther("My wife never eats meat, I cook for both", "vegan")).toBe(false);
});

test.each([
  ["my wife is vegan", true],
  ["User's boss hates noise", true],
  ["wife is a nurse", true],
  ["她喜欢猫", true],
  ["她們喜歡貓", true],
  ["我姊姊是護士", true],
  ["對貓過敏", false],
  ["mother of two", false],
  ["user experience", false],
  ["family dinners", false],
])("the content %j names someone else: %s", (content, other) => {
  expect(namesOther(content)).toBe(other);
});
