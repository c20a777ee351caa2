import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Worker } from "node:worker_threads";
import { type Brief, defaultSchema, emptyPersona } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { afterEach, describe, expect, test, vi } from "vitest";
import { extractorThread } from "./extractor-thread.ts";
import { openWorkplace } from "./testing/command-process.ts";
import { openRawHost } from "./testing/raw-host.ts";

const THREAD = new URL("./extractor-thread.ts", import.meta.url);
const WORKER = new URL("./extractor-worker.ts", import.meta.url);
const STARTED_AT = "2026-03-01T09:00:00Z";
const NOTHING: Brief = { ...briefOf("Thanks!"), sessions: [] };
const MINUTE_MS = 60_000;

const started: Worker[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const worker of started.splice(0)) await worker.terminate();
});

/** A thread whose worker the test has at hand. */
function open() {
  return extractorThread({
    start() {
      const worker = new Worker(WORKER);
      started.push(worker);
      return worker;
    },
  });
}

function briefOf(...texts: readonly string[]): Brief {
  const messages = texts.map((said, index) => ({ index, role: "user" as const, text: said, sequence: 1 }));
  return {
    pass: "instant",
    now: STARTED_AT,
    schema: defaultSchema,
    persona: emptyPersona("ada"),
    sessions: [{ id: "session-1", ordinal: 1, startedAt: STARTED_AT, source: "witnessed", messages }],
  };
}

test("proposes what the extractor proposes, under its name", async () => {
  const extractor = createExtractor();
  const brief = briefOf("My name is Ada and I live in Lisbon.", "I am a vegetarian. I like green tea.");
  const proposal = await extractor.propose(brief);
  expect(proposal.operations.length).toBeGreaterThan(2);
  expect(await open().propose(brief)).toEqual(proposal);
  expect(open().name).toBe(extractor.name);
});

test("lets its own thread go on while the language model loads", async () => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  await open().propose(briefOf("I live in Madrid."));
  clearImmediate(next);
  expect(turns).toBeGreaterThan(20_000);
});

test("gives each of the briefs asked at once its own proposal, from one thread", async () => {
  const thread = open();
  const places = ["Madrid", "Lisbon", "Vienna"];
  const proposals = await Promise.all(places.map((place) => thread.propose(briefOf(`I live in ${place}.`))));
  expect(proposals).toEqual(
    places.map((content) => ({ operations: [expect.objectContaining({ field: "location", content })] })),
  );
  expect(started.length).toBe(1);
});

test("fails what was asked of a thread that dies, and asks another the next time", async () => {
  const thread = open();
  const asked = [thread.propose(briefOf("I live in Madrid.")), thread.propose(briefOf("I live in Lisbon."))];
  const ended = Promise.allSettled(asked);
  await started[0]?.terminate();
  for (const { status } of await ended) expect(status).toBe("rejected");
  await expect(asked[0]).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE", retryable: true });
  expect((await thread.propose(briefOf("I live in Madrid."))).operations.length).toBe(1);
  expect(started.length).toBe(2);
});

test("fails with the reason of a thread that cannot start, and tries again the next time", async () => {
  const starts = [new Worker("throw new RangeError('no room')", { eval: true }), new Worker(WORKER)];
  started.push(...starts);
  const thread = extractorThread({ start: () => starts.shift() ?? expect.fail("started too often") });
  await expect(thread.propose(NOTHING)).rejects.toMatchObject({
    code: "MODEL_UNAVAILABLE",
    cause: expect.objectContaining({ message: "no room" }),
  });
  expect(await thread.propose(NOTHING)).toEqual({ operations: [] });
});

test("passes on what the extractor throws, and stays", async () => {
  const thread = open();
  const broken = { ...NOTHING, sessions: Object.create(null) };
  await expect(thread.propose(broken)).rejects.toThrowError(TypeError);
  expect(await thread.propose(NOTHING)).toEqual({ operations: [] });
  expect(started.length).toBe(1);
});

describe("an abort", () => {
  test("that came before the brief starts no thread", async () => {
    await expect(open().propose(NOTHING, { signal: AbortSignal.abort() })).rejects.toThrowError("aborted");
    expect(started).toEqual([]);
  });

  test("ends the wait for one proposal, and for no other", async () => {
    const thread = open();
    const abort = new AbortController();
    const abandoned = thread.propose(briefOf("I live in Madrid."), { signal: abort.signal });
    const awaited = thread.propose(briefOf("I live in Lisbon."));
    abort.abort();
    await expect(abandoned).rejects.toMatchObject({ name: "AbortError" });
    expect((await awaited).operations).toMatchObject([{ content: "Lisbon" }]);
  });
});

describe("the thread", () => {
  test("ends ten minutes after the last brief, and starts again with the next", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const thread = open();
    await thread.propose(NOTHING);
    vi.advanceTimersByTime(9 * MINUTE_MS);
    await thread.propose(NOTHING);
    vi.advanceTimersByTime(9 * MINUTE_MS);
    await thread.propose(NOTHING);
    expect(started.length).toBe(1);
    const ended = started.map((worker) => once(worker, "exit"));
    vi.advanceTimersByTime(10 * MINUTE_MS);
    await Promise.all(ended);
    expect(await thread.propose(NOTHING)).toEqual({ operations: [] });
    expect(started.length).toBe(2);
  });

  test("keeps a process alive for every proposal, and no longer", async () => {
    const program = `
      import(${JSON.stringify(THREAD)}).then(async ({ extractorThread }) => {
        const thread = extractorThread();
        for (const brief of ${JSON.stringify([briefOf("I live in Madrid."), briefOf("I live in Lisbon.")])}) {
          const { operations } = await thread.propose(brief);
          process.stdout.write(operations[0].content + " ");
        }
      });`;
    const child = spawn(process.execPath, ["--eval", program]);
    const stdout = text(child.stdout);
    await once(child, "close");
    expect({ stdout: await stdout, code: child.exitCode }).toEqual({ stdout: "Madrid Lisbon ", code: 0 });
  });

  test("does not keep a server that is told to end while it loads", async () => {
    await using workplace = await openWorkplace();
    const host = await openRawHost(workplace.environment);
    await host.call("record_session", { messages: [{ role: "user", text: "I live in Madrid." }] });
    expect(await host.close()).toBe(0);
    expect(host.stderr).not.toMatch(/stopped|unexpected/i);
  });
});
