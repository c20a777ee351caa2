import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSchema, definePersonaSchema, type ModelRequest } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { evaluateOwn, recommendK } from "./own-evaluation.ts";
import { readGoldFile, readSessionsFile } from "./sessions-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-own-"));
});
afterEach(() => rm(folder, { recursive: true }));

const NOW = new Date("2026-03-10T12:00:00Z");
const file = async (name: string, ...lines: readonly unknown[]) => {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return path;
};
const said = (text: string, more: object = {}) => ({ messages: [{ role: "user", content: text }], ...more });

describe("a file of one's own conversations", () => {
  test("is read in the order in which they were had, with text or content, and ids where there are none", async () => {
    const path = await file(
      "own.jsonl",
      said("Second", { id: "b", startedAt: "2026-02-02T10:00:00+01:00" }),
      { id: "a", startedAt: "2026-01-01T10:00:00Z", messages: [{ role: "user", text: "First" }] },
      "",
      said("Third"),
    );
    const sessions = await readSessionsFile(path, NOW);
    expect(sessions.map(({ id, startedAt }) => [id, startedAt])).toEqual([
      ["a", "2026-01-01T10:00:00.000Z"],
      ["b", "2026-02-02T09:00:00.000Z"],
      ["line-3", "2026-03-09T12:00:00.000Z"],
    ]);
    expect(sessions.map(({ messages }) => messages[0]?.text)).toEqual(["First", "Second", "Third"]);
  });

  test.for([
    [["{"], /Line 1 of .*own.jsonl is not a conversation such as/],
    [[said("x", { id: "a" }), { messages: [] }], /Line 2/],
    [[said("x", { id: "a" }), said("y", { id: "a" })], /two conversations of the id "a"/],
  ] as const)("that holds %j is refused with what is wrong", async ([lines, sentence]) => {
    await expect(readSessionsFile(await file("own.jsonl", ...lines), NOW)).rejects.toThrow(sentence);
  });

  test("that is not there is named", async () => {
    await expect(readSessionsFile(join(folder, "none.jsonl"), NOW)).rejects.toThrow(/none.jsonl cannot be read/);
  });
});

/** Reads where somebody lives, a call for every update. */
function learnHome({ messages }: ModelRequest): string {
  const text = messages.map((one) => one.text).join("\n");
  const homes = [
    ...text.matchAll(/"session":"(s\d+)","date"[\s\S]*?"m":(\d+),"user":"(The town I wake up in is (\w+))/g),
  ];
  const operations = homes.map(([, session, message, quote, content]) => ({
    kind: "set",
    field: "location",
    content,
    valueId: null,
    evidence: [{ session, message: Number(message), quote }],
  }));
  return JSON.stringify({ operations });
}

const homes = ["Porto", "Porto", "Lisbon", "Lisbon", "Faro", "Faro"];

async function ownFiles() {
  const sessions = await readSessionsFile(
    await file(
      "own.jsonl",
      ...homes.map((home, index) => said(`The town I wake up in is ${home}. What is on?`, { id: `c${index}` })),
    ),
    NOW,
  );
  const gold = await readGoldFile(
    await file(
      "gold.jsonl",
      ...[0, 2, 4].map((index) => ({
        session: `c${index}`,
        operation: "set",
        field: "location",
        content: homes[index],
      })),
    ),
    sessions,
  );
  return { sessions, gold };
}

describe("an evaluation on one's own conversations", () => {
  const model = () => scriptedModel(learnHome, { output: "schema" });

  test("compares k by the notes, and recommends the largest that is as good", async () => {
    const { sessions, gold } = await ownFiles();
    const arms = await evaluateOwn(sessions, { schemas: [defaultSchema], ks: [3, 1, 2], model: model(), gold });
    expect(arms.map(({ name, calls }) => [name, calls])).toEqual([
      ["extractor", 0],
      ["k=1", 6],
      ["k=2", 3],
      ["k=3", 2],
    ]);
    expect(arms[1]).toMatchObject({ toGold: { end: 1, mean: 1 }, agreement: 1, values: 1 });
    expect(arms[3]?.toGold?.mean).toBeLessThan(0.6);
    expect(recommendK(arms)).toMatchObject({ k: 1 });
  });

  test("without notes recommends the largest k that agrees with the smallest", async () => {
    const { sessions } = await ownFiles();
    const arms = await evaluateOwn(sessions, { schemas: [defaultSchema], ks: [1, 2, 3], model: model() });
    expect(recommendK(arms)).toEqual({
      k: 3,
      sentence: "Take k=3: what it holds at the end agrees to 1.00 with k=1, for 4 calls less than k=1.",
    });
  });

  test("compares schemas", async () => {
    const { sessions } = await ownFiles();
    const bare = definePersonaSchema({ id: "bare", version: 1, fields: { hobby: { kind: "text", description: "x" } } });
    const arms = await evaluateOwn(sessions, { schemas: [defaultSchema, bare], ks: [1], model: model() });
    expect(arms.map(({ name, values }) => [name, values])).toEqual([
      ["default, extractor", 0],
      ["default, k=1", 1],
      ["bare, extractor", 0],
      ["bare, k=1", 0],
    ]);
  });

  test("without a model runs the extractor alone, and recommends no k", async () => {
    const { sessions } = await ownFiles();
    const arms = await evaluateOwn(sessions, { schemas: [defaultSchema], ks: [1, 3] });
    expect(arms.map(({ name }) => name)).toEqual(["extractor"]);
    expect(recommendK(arms)).toBeUndefined();
  });
});

test("notes about a conversation that is not there are refused", async () => {
  const { sessions } = await ownFiles();
  const stray = await file("stray.jsonl", { session: "zz", operation: "set", field: "location", content: "Porto" });
  await expect(readGoldFile(stray, sessions)).rejects.toThrow(/not there: "zz"/);
});
