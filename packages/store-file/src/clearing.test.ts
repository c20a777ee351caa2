import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPersonalizer, fold, type PersonaStore } from "@lifelong/core";
import { afterAll, expect, test } from "vitest";
import { likesSchema } from "./__fixtures__/likes-schema.ts";
import { buildWorker, runWorker } from "./__fixtures__/run-worker.ts";
import { findBytes } from "./__fixtures__/scan.ts";
import { fileStore } from "./file-store.ts";

const PROCESSES = ["one", "two", "three"];
const ROUNDS = 40;

const root = mkdtempSync(join(tmpdir(), "lifelong-clearing-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function stored(store: PersonaStore, userId: string) {
  const personalizer = createPersonalizer({ store, schema: likesSchema });
  return personalizer.exportUser(userId);
}

test("processes clear away at once what all of them record and learn: nothing is lost but text that was used", {
  timeout: 120_000,
}, async () => {
  const directory = join(root, "data");
  const worker = await buildWorker(root, new URL("./__fixtures__/clearing-worker.ts", import.meta.url));
  const workers = PROCESSES.map((name) =>
    runWorker({ worker, directory }, "ana", name, { rounds: ROUNDS, task: "record" }),
  );
  const said = (await Promise.all(workers.map((one) => one.said))).flat();
  expect(said.filter(([word]) => word === "failed")).toEqual([]);
  const pruned = said.filter(([word]) => word === "pruned");

  const { persona, base, revisions, sessions } = await stored(fileStore({ directory }), "ana");
  expect(sessions).toHaveLength(PROCESSES.length * ROUNDS);
  const likes = persona.fields.likes?.values ?? [];
  const all = PROCESSES.flatMap((name) => Array.from({ length: ROUNDS }, (_, round) => `${name}${round}`));
  expect(likes.map(({ content }) => content).toSorted()).toEqual(all.toSorted());
  expect(likes.every(({ content, quotes }) => quotes[0]?.quote === `I really like ${content}`)).toBe(true);
  expect(fold("ana", base, revisions)).toEqual(persona);
  expect(base?.revision).toBeGreaterThan(0);

  const cleared = sessions.filter(({ messages }) => messages.every(({ text }) => text === ""));
  expect(cleared).toHaveLength(pruned.reduce((sum, [, count]) => sum + Number(count), 0));
  expect(cleared.length).toBeGreaterThan(all.length / 2);
  expect(cleared.flatMap(({ messages }) => messages.filter(({ digest }) => digest === undefined))).toEqual([]);
  // Each text stands in the log alone, since a quote stands in the history.
  const logged = cleared.map(({ id }) => `"text":"I really like ${id.replace(" ", "")}"`);
  expect(findBytes(directory, logged)).toEqual([]);
});
