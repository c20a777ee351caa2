import { expect, test } from "vitest";
import { examplesFor, hintCalls, hintsToAsk, portionsFor } from "./portions.ts";
import { materialFor } from "./request.ts";

const request = { language: "en", people: 25, scenes: 7 } as const;
const material = materialFor(request);

test("half of the scenes are on occasions, which differ from person to person", () => {
  const [first = [], second = []] = [0, 1].map((place) => portionsFor(request, material, place));
  expect(first).toMatchObject([
    { name: "common", count: 3, first: 0 },
    { name: "own", count: 4, first: 3 },
  ]);
  const occasions = [first[0]?.occasions ?? [], second[0]?.occasions ?? []];
  expect(occasions.map(({ length }) => length)).toEqual([3, 3]);
  expect(new Set(occasions.flat()).size).toBe(6);
});

test("no call asks for no scenes, and none for more occasions than there are", () => {
  expect(portionsFor({ ...request, scenes: 1 }, material, 0)).toMatchObject([{ name: "own", count: 1 }]);
  const [common, own] = portionsFor({ ...request, scenes: 40 }, material, 5);
  expect([common?.count, own?.count]).toEqual([material.prompts.occasions.length, 28]);
});

test("another pair of seeds is shown each time", () => {
  const pairs = [0, 1, 2, 3].map((place) => examplesFor(material, place).map((seed) => material.seeds.indexOf(seed)));
  expect(pairs).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
    [0, 1],
  ]);
});

test("hints are asked for by tens, until there are enough or twice the calls are made", () => {
  expect(hintCalls(25)).toEqual({ likely: 3, most: 6 });
  expect([hintsToAsk(25, 0), hintsToAsk(25, 19)]).toEqual([10, 6]);
});
