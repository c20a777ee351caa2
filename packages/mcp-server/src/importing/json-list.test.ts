import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutList } from "./json-list.ts";

async function itemsOf(text: string, size: number, most = 1_000_000): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  const items: unknown[] = [];
  const chunks = (async function* () {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  })();
  for await (const item of cutList(chunks, most)) items.push(JSON.parse(item.toString("utf8")));
  return items;
}

test("any list, however it is written and in whatever pieces it comes, gives the items that its parser gives", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(undefined, 1, "\t"),
      async (list, size, indent) => {
        const text = ` ${JSON.stringify(list, undefined, indent)}\n`;
        expect(await itemsOf(text, size)).toEqual(JSON.parse(text));
      },
    ),
  );
});

test("a list that is cut off anywhere gives the items before the cut, and throws", async () => {
  const text = JSON.stringify([{ a: '"]},\\' }, ["b", [1, "é"]], "c"]);
  for (let end = 1; end < text.length; end += 1) {
    await expect(itemsOf(text.slice(0, end), 7)).rejects.toThrowError(SyntaxError);
  }
});

test.each(["[1,,2]", "[,1]", "[1,]", "[1] 2", "[1][2]", "[1],", "{}", "1", "", "[1]]"])(
  "%j is no list",
  async (text) => {
    await expect(itemsOf(text, 3)).rejects.toThrowError(SyntaxError);
  },
);

test("a byte order mark may stand before the list", async () => {
  expect(await itemsOf("\uFEFF[1]", 100)).toEqual([1]);
});

test("an item that does not end is given up", async () => {
  await expect(itemsOf(`["${"x".repeat(500)}`, 50, 200)).rejects.toThrowError(RangeError);
  await expect(itemsOf(`[${" ".repeat(500)}`, 50, 200)).rejects.toThrowError(RangeError);
});
