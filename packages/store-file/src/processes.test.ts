import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkUser, forgottenIn } from "./__fixtures__/check-user.ts";
import { buildWorker, runWorker } from "./__fixtures__/run-worker.ts";
import { commitNext, partOf, secretOf } from "./__fixtures__/sample-user.ts";
import { findBytes } from "./__fixtures__/scan.ts";
import { fileStore } from "./file-store.ts";

const PROCESSES = 6;
const ROUNDS_OF_EACH = 200;
/** Kills in all; a short run is for whoever changes something else. */
const KILLS = process.env.LIFELONG_FAULTS === "short" ? 40 : 200;
/** Processes that write to one user at a time. */
const AT_ONCE = 4;
/** Kills after which the next user begins. */
const KILLS_PER_USER = 20;
const LONGEST_LIFE_MS = 80;
const LONGEST_FORGET_MS = 60;

const root = mkdtempSync(join(tmpdir(), "lifelong-processes-"));
const directory = join(root, "data");
let worker: string;
beforeAll(async () => {
  worker = await buildWorker(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("six processes record and commit to one user: everything acknowledged is there once, and in order", {
  timeout: 120_000,
}, async () => {
  const userId = "shared";
  const workers = Array.from({ length: PROCESSES }, (_, index) =>
    runWorker({ worker, directory }, userId, `process${index}`, { rounds: ROUNDS_OF_EACH, task: "record" }),
  );
  const said = (await Promise.all(workers.map(({ said }) => said))).flat();
  expect(said.filter(([word]) => word === "done")).toHaveLength(PROCESSES);
  // Each of its own sessions, and of each shared one exactly one.
  const stored = said.filter(([word, , , outcome]) => word === "part" && outcome === "stored");
  expect(stored).toHaveLength(PROCESSES * (ROUNDS_OF_EACH + Math.ceil(ROUNDS_OF_EACH / 3)) + ROUNDS_OF_EACH);
  await checkUser(fileStore({ directory }), userId, said);
});

test("processes are killed at any moment, in the middle of a forget too: nothing acknowledged is lost", {
  timeout: 240_000,
}, async () => {
  const counts: Record<string, number> = {};
  for (let first = 0; first < KILLS; first += KILLS_PER_USER) {
    const userId = `killed${first}`;
    const said: (readonly string[])[] = [];
    for (let kill = first; kill < first + KILLS_PER_USER; kill += AT_ONCE) {
      const victims = Array.from({ length: AT_ONCE }, (_, index) =>
        runWorker({ worker, directory }, userId, `victim${kill + index}`, { rounds: 1_000, task: "forget" }),
      );
      const killed = victims.map(async (victim, index) => {
        // Half of them in the middle of a forget.
        await victim.says(index % 2 === 0 ? "part" : "forgetting");
        await wait(Math.random() * (index % 2 === 0 ? LONGEST_LIFE_MS : LONGEST_FORGET_MS));
        victim.process.kill("SIGKILL");
        return victim.said;
      });
      said.push(...(await Promise.all(killed)).flat());
      await checkUser(fileStore({ directory }), userId, said);
    }
    for (const [word = ""] of said) counts[word] = (counts[word] ?? 0) + 1;
    const store = fileStore({ directory });
    expect((await store.appendPart(userId, partOf("afterwards"))).outcome).toBe("stored");
    expect(await commitNext(store, userId, "afterwards")).toBeDefined();
    const { closed } = forgottenIn(said);
    assert.deepEqual(findBytes(directory, [...closed].map(secretOf)), []);
  }
  // They lived long enough to do something, and were killed before they were done.
  expect(counts.part).toBeGreaterThan(KILLS);
  expect(counts.forgot).toBeGreaterThan(0);
  expect(counts.forgetting).toBeGreaterThan((counts.forgot ?? 0) + KILLS / 10);
  expect(counts.done).toBeUndefined();
});
