import { expect, test } from "vitest";
import { loadTokenCounter } from "./count-tokens.ts";
import { estimateTokens } from "./estimate-tokens.ts";

test.for([
  ["English", "I moved to Bristol on Saturday, boxes everywhere. Where do I find good bread around the harbour?"],
  ["Chinese", "我上周搬到了苏州，到处都是箱子。港口附近哪里可以买到好吃的面包？我对坚果过敏。"],
  ["German", "Ich bin am Samstag nach Bremen gezogen, überall stehen Kisten. Wo bekomme ich gutes Brot am Hafen?"],
  ["Russian", "В субботу я переехала в Ригу, повсюду коробки. Где у порта можно купить хороший хлеб?"],
  ["a program", "for (const item of items) { console.log(item.name, item.value ?? 0); }"],
] as const)("of %s the estimate is within a third of the true count", async ([, text]) => {
  const count = await loadTokenCounter();
  expect(estimateTokens(text) / count(text)).toBeGreaterThan(2 / 3);
  expect(estimateTokens(text) / count(text)).toBeLessThan(4 / 3);
});
