import { afterEach, expect, it, vi } from "vitest";

const loaded: string[] = [];

vi.mock("wink-nlp", async (original) => {
  loaded.push("wink-nlp");
  return await original();
});
vi.mock("wink-eng-lite-web-model", async (original) => {
  loaded.push("wink-eng-lite-web-model");
  return await original();
});
vi.mock("./chinese/reader.ts", async (original) => {
  loaded.push("chinese");
  return await original();
});

afterEach(() => {
  loaded.length = 0;
});

it("loads what Chinese is read with for the first Chinese sentence that can teach, and no language model for it", async () => {
  const { said } = await import("./testing/said.ts");
  expect(await said("西班牙的首都是哪里？请解释一下。")).toEqual([]);
  expect(await said("What does 学 mean?")).toEqual([]);
  expect(loaded).toEqual([]);
  expect(await said("我住在马德里。")).toEqual(["location = 马德里"]);
  expect(loaded).toEqual(["chinese"]);
});

it("loads no language model for words that can teach nothing, and loads it for the first that can", async () => {
  const { said } = await import("./testing/said.ts");
  expect(await said("What is the capital of Spain? Please explain in two sentences.")).toEqual([]);
  expect(loaded).toEqual([]);
  expect(await said("I live in Madrid.")).toEqual(["location = Madrid"]);
  expect(loaded.sort()).toEqual(["wink-eng-lite-web-model", "wink-nlp"]);
});

it("reads with one language model, however many extractors a program makes", async () => {
  const { createExtractor } = await import("./extractor.ts");
  const { briefOf } = await import("./testing/said.ts");
  // wink-nlp lets its model grow with every instance: after some twenty it is more than a string can hold.
  for (let count = 0; count < 40; count += 1) {
    const { operations } = await createExtractor().propose(briefOf([["I live in Madrid."]]));
    expect(operations).toHaveLength(1);
  }
});
