import { expect, test } from "vitest";
import { isAbout, sharesWord } from "./naming.ts";

test.for([
  ["My shop opened yesterday!", "open the shop on 29 November"],
  ["I got it, data engineer!", "become a data engineer"],
  ["On Saturday I pulled 60 kilos also", "deadlift 60 kilos by the end of the year"],
  ["so the every other week deal is over", "Odile every other week"],
  ["Twelve days I'm living in Toronto now", "move to Toronto by the end of January"],
  ["We sold the boats", "sailing boat"],
  ["手冲那套周末全送人了", "手冲咖啡"],
  ["我们到三亚已有五日", "去三亚过冬"],
  ["合成器賣掉了，不玩了", "玩合成器"],
  ["日语我不学了", "学日语"],
  ["demo 昨天也終於丟上去了", "三月底做完 demo"],
  ["實習結束了", "实习"],
  ["三月底我已经把网站做完了", "三月底做完網站"],
  ["forget the guitar thing", "learn guitar by christmas"],
  ["Ich trinke keinen Kaffee mehr", "Kaffee"],
  ["I gave up on the marathon", "run a marathon in May"],
  ["I'm done with decaf", "decaf"],
] as const)("%s is about %s", ([sentence, content]) => {
  expect(isAbout(sentence, content)).toBe(true);
});

test.for([
  ["I don't like the rain any more", "tea"],
  ["I left early this year", "run a marathon this year"],
  ["That's over; I don't like it any more", "sourdough"],
  ["I gave up on the tea", "green tea with jasmine and honey"],
  ["我不在上海了", "大海"],
  ["上周六搬完了", "春节前搬到苏州"],
  ["In November I stopped", "open the shop on 29 November"],
] as const)("%s is not about %s", ([sentence, content]) => {
  expect(isAbout(sentence, content)).toBe(false);
});

test("where nothing else can be meant any of its words is enough", () => {
  expect(isAbout("实习结束了", "在保护中心实习")).toBe(false);
  expect(isAbout("实习结束了", "在保护中心实习", true)).toBe(true);
  expect(isAbout("The rain is over", "nurse at St. Anne's", true)).toBe(false);
});

test.for([
  ["Which teas go with cake?", "green tea", true],
  ["周末去哪儿徒步？", "徒步、观鸟", true],
  ["What is the capital of Peru?", "green tea", false],
  ["What would you like to do in the end?", "likes the end of the year", false],
  ["明天天气怎么样？", "每天喝茶", false],
] as const)("%s and %s have a telling word in common: %s", ([one, other, expected]) => {
  expect(sharesWord(one, other)).toBe(expected);
});
