import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { memoryStore } from "../memory-store.ts";
import { brokenCommits } from "./broken-commits.ts";
import { brokenDocuments } from "./broken-documents.ts";
import { brokenParts } from "./broken-parts.ts";
import { brokenRestoring } from "./broken-restoring.ts";
import { brokenRewrites } from "./broken-rewrites.ts";
import { brokenSessions } from "./broken-sessions.ts";
import { brokenStandings } from "./broken-standings.ts";
import type { BrokenStore } from "./broken-store.ts";
import { brokenUsers } from "./broken-users.ts";
import { storeContract } from "./store-contract.ts";

describe("the memory store", () => {
  const store = memoryStore();
  for (const { name, run } of storeContract) test(name, () => run(async () => store));
});

describe("the store contract", () => {
  const catches = new Map<string, readonly string[]>();

  for (const store of [
    ...brokenCommits,
    ...brokenDocuments,
    ...brokenParts,
    ...brokenSessions,
    ...brokenStandings,
    ...brokenRewrites,
    ...brokenUsers,
    ...brokenRestoring,
  ]) {
    test(`catches a store that ${store.fault}`, async () => {
      const failing = await failingCases(store);
      catches.set(store.fault, failing);
      expect(failing.length).toBeGreaterThan(0);
    });
  }

  test("has no two cases of one name", () => {
    const names = storeContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("has a broken store for every case", () => {
    const needed = new Set([...catches.values()].flat());
    expect(storeContract.map(({ name }) => name).filter((name) => !needed.has(name))).toEqual([]);
  });

  afterAll(() => {
    const lines = [...catches].map(([fault, [first, ...more]]) => `  ${fault}: "${first}", and ${more.length} more`);
    process.stdout.write(
      `${lines.length} broken stores, each with the first case that it fails:\n${lines.join("\n")}\n`,
    );
  });
});

test("the guide for authors names every member of a store", () => {
  const guide = readFileSync(new URL("../../../../docs/write-a-store.md", import.meta.url), "utf8");
  const named = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, member]) => member);
  expect(named).toEqual([...Object.keys(memoryStore()), "examine", "close", "retention"]);
});

/** The names of the cases that a broken store fails, each on an empty database. */
async function failingCases({ create }: BrokenStore): Promise<readonly string[]> {
  const failing: string[] = [];
  for (const { name, run } of storeContract) {
    const open = create();
    await run(async () => open()).catch(() => failing.push(name));
  }
  return failing;
}
