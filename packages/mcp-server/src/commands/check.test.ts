import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { storeContract } from "@lifelong/core/testing";
import { fileStore } from "@lifelong/store-file";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLI, openWorkplace, type Workplace } from "../testing/command-process.ts";
import { toldFacts } from "./checking/update-cases.ts";

const CORE = fileURLToPath(new URL("../../../core/src/index.ts", import.meta.url));
const CASES = storeContract.length;
const LONG_MS = 180_000;

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place[Symbol.asyncDispose]());

/** A plugin over one store in memory, which is the same for all handles. */
async function writeStorePlugin(change: string): Promise<void> {
  await writeFile(
    join(place.directory, "theirs.mjs"),
    `import { memoryStore, PersonaError } from ${JSON.stringify(CORE)};
     const held = memoryStore();
     const changed = { ${change} };
     export default { name: "theirs", apiVersion: 1, stores: { own: () => ({ ...held, ...changed }) } };`,
  );
}

/** A plugin whose model answers what \`answer\` makes of the text of the last message. */
async function writeModelPlugin(answer: string): Promise<void> {
  await writeFile(
    join(place.directory, "theirs.mjs"),
    `const answer = ${answer};
     export default { name: "theirs", apiVersion: 1, models: { own: (modelId) => ({
       provider: "theirs", modelId, output: modelId === "clever" ? "json" : "schema",
       async generate({ messages, output, signal }) {
         signal?.throwIfAborted();
         const prompt = messages.map(({ text }) => text).join("\\n");
         return { text: answer(prompt, output), toolCalls: [], stop: "end", usage: { inputTokens: 9, outputTokens: 1 } };
       },
     }) } };`,
  );
}

async function usersOf(directory: string): Promise<readonly string[]> {
  const store = fileStore({ directory });
  const { users } = await store.listUsers({ limit: 1_000 });
  await store.close?.();
  return users;
}

test(
  "a file store in use keeps its contract, and has the same users as before",
  async () => {
    await place.lifelong(["record"], { input: "User: I live in Lisbon.\n" });
    const data = join(place.directory, "data");
    const before = await usersOf(data);
    expect(before).toHaveLength(1);
    const { stdout, stderr, code } = await place.lifelong(["check", "--store", `file:${data}`, "--json"]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const { holds, store } = JSON.parse(stdout);
    expect({ holds, ...store, comparison: store.comparison.timings.length }).toEqual({
      holds: true,
      place: data,
      cases: CASES,
      held: CASES,
      failures: [],
      left: [],
      comparison: 4,
    });
    expect(store.comparison.calls).toBeGreaterThan(50);
    expect(await usersOf(data)).toEqual(before);
    expect((await place.lifelong(["show"])).stdout).toContain("Lisbon");
  },
  LONG_MS,
);

test(
  "a store that breaks a promise is told by the case, in words, and no words of its own errors",
  async () => {
    await writeStorePlugin(
      `readBase: async () => { throw new Error("CANARY secret"); },
       readRevisions: async (userId, range) => (await held.readRevisions(userId, range)).toReversed()`,
    );
    const location = "own://ada:CANARY@place?key=CANARY";
    const { stdout, stderr, code } = await place.lifelong(["check", "--store", location, "--plugin", "./theirs.mjs"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^store own://place  \\d+ of ${CASES} cases hold$`, "m"));
    expect(stdout).toContain("✗ gives revisions newest first, at most as many as asked for");
    expect(stdout).toContain("another program's error");
    expect(stdout).not.toContain("CANARY");
    expect(stdout).not.toContain("milliseconds");
  },
  LONG_MS,
);

test(
  "users that a store does not let go are named",
  async () => {
    await writeStorePlugin(`eraseUser: async () => { throw new PersonaError("STORE_UNAVAILABLE", "It is away."); }`);
    const words = ["check", "--store", "own:place", "--plugin", "./theirs.mjs", "--json"];
    const { stdout, code } = await place.lifelong(words);
    const { holds, store } = JSON.parse(stdout);
    expect({ code, holds }).toEqual({ code: 1, holds: false });
    expect(store.left.length).toBeGreaterThan(50);
    expect(store.failures[0].sentence).toBe("STORE_UNAVAILABLE: It is away.");
  },
  LONG_MS,
);

test(
  "a check that is interrupted erases the users it made",
  async () => {
    const data = join(place.directory, "data");
    await mkdir(data);
    const child = spawn(process.execPath, [CLI, "check", "--store", `file:${data}`], {
      cwd: place.directory,
      env: place.environment,
    });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const closed = once(child, "close");
    const entries = () => readdir(data, { recursive: true });
    await vi.waitFor(async () => expect((await usersOf(data)).length).toBeGreaterThan(0), { timeout: 60_000 });
    child.kill("SIGINT");
    await closed;
    const [stdout, stderr] = await said;
    expect({ stderr, code: child.exitCode }).toEqual({
      stderr: "lifelong: The check was stopped before its end.\n",
      code: 1,
    });
    expect(stdout).toMatch(new RegExp(`^store .*data  \\d+ of ${CASES} cases hold\n$`));
    expect(await usersOf(data)).toEqual([]);
    expect((await entries()).join("\n")).not.toContain("contract-");
  },
  LONG_MS,
);

test("a model that finds the facts holds in every case, and the rung of its answers is named", async () => {
  await writeModelPlugin(
    `(prompt, output) => {
      const facts = ${JSON.stringify(toldFacts.map(({ fact }) => fact))};
      const fact = facts.find((one) => prompt.includes(one));
      return JSON.stringify({ operations: [{
        kind: "add", field: "personality.interests", content: fact, valueId: null,
        evidence: [{ session: "s1", message: 2, quote: fact }],
      }] });
    }`,
  );
  const words = ["check", "--model", "own:clever", "--plugin", "./theirs.mjs", "--json"];
  const { stdout, stderr, code } = await place.lifelong(words);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ holds: true, model: { cases: 28, held: 28, failures: [], rung: "json" } });
  expect(code).toBe(0);
});

test("a model that quotes what nobody said, or answers no proposal, fails with the reason", async () => {
  await writeModelPlugin(
    `(prompt) => prompt.includes("I live in Lisbon") ? "CANARY no proposal" : JSON.stringify({ operations: [{
      kind: "add", field: "personality.interests", content: "chess", valueId: null,
      evidence: [{ session: "s1", message: 2, quote: "words that nobody has said" }],
    }] })`,
  );
  const { stdout, code } = await place.lifelong(["check", "--model", "own:poor", "--plugin", "./theirs.mjs"]);
  expect(stdout).toContain("model own:poor  7 of 28 cases hold");
  expect(stdout).toContain('✗ learns a home\n  The update ended as "parked".');
  expect(stdout).toContain("✗ learns a pet\n  The gate refused evidence (");
  expect(stdout).not.toContain("CANARY");
  expect(code).toBe(1);
});

test.for([
  [["check"], "Say what to check: --store, --model or --runner"],
  [["check", "--store", "pigeon:CANARY"], 'The store "pigeon:'],
  [["check", "--model", "pigeon:x"], 'The model "pigeon:x" is none'],
  [["check", "--runner", "pigeon:x"], 'The runner "pigeon:x" is none'],
] as const)("lifelong %j says what to do instead", async ([words, sentence]) => {
  const { stdout, stderr, code } = await place.lifelong(words);
  expect(stderr).toContain(sentence);
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
});
