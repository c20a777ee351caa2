import { PersonaError, type Personalizer } from "@lifelong/core";
import { type ScriptedReply, scriptedOptimizer } from "@lifelong/core/testing";
import { expect, test, vi } from "vitest";
import { useRedis } from "../testing/use-redis.ts";
import { newPrefix, openQueueHouse } from "./__fixtures__/queue-house.ts";

const house = useRedis(process.env, async (find) => openQueueHouse(await find()));
const PATIENCE = { timeout: 20_000 };
const empty = { operations: [], model: "acme:one", usage: { calls: 1, inputTokens: 900, outputTokens: 100 } };

const learnsName: ScriptedReply = ({ sessions }) => ({
  ...empty,
  operations: [
    {
      kind: "set",
      field: "demographics.name",
      content: "Ana Canary",
      evidence: [{ sessionId: sessions[0]?.id ?? "", messageIndex: 0, quote: "My name is Ana Canary" }],
    },
  ],
});

let told = 0;
async function tell(personalizer: Personalizer, userId: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    told += 1;
    await personalizer.recordSession(userId, {
      id: `session ${told}`,
      messages: [{ role: "user", text: "My name is Ana Canary." }],
    });
  }
}

const learned = async (personalizer: Personalizer, userId: string) => (await personalizer.status(userId)).passes[0];

/** Every key and value of a deployment's queue. */
async function queueContents(prefix: string): Promise<string> {
  const { client } = house();
  const found: string[] = [];
  for (const key of await client.keys(`${prefix}:{queue}*`)) {
    const dumped = await client.sendCommand(["DUMP", key]);
    found.push(key, String(dumped));
    if ((await client.type(key)) === "hash") found.push(JSON.stringify(await client.hGetAll(key)));
    if ((await client.type(key)) === "stream") found.push(JSON.stringify(await client.xRange(key, "-", "+")));
  }
  return found.join("\n");
}

test("what one process records another learns, and a third tells what came of it", async () => {
  const prefix = newPrefix();
  const optimizer = scriptedOptimizer(learnsName);
  const recording = await house().open({ prefix, optimizer });
  await house().open({ prefix, optimizer, concurrency: 2 });
  await tell(recording.personalizer, "ana", 3);
  await vi.waitFor(
    async () => expect(await learned(recording.personalizer, "ana")).toMatchObject({ pending: 0 }),
    PATIENCE,
  );
  expect((await recording.personalizer.getPersona("ana")).text).toContain("Ana Canary");
  await tell(recording.personalizer, "ana");
  const asking = await house().open({ prefix, optimizer });
  const report = await asking.personalizer.optimize("ana");
  expect(report).toMatchObject({ outcome: "committed", sessions: 1, model: "acme:one", usage: { calls: 1 } });
  expect(optimizer.briefs).toHaveLength(2);
});

test("a session that is recorded while its user's update runs waits for no other occasion", async () => {
  const prefix = newPrefix();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const optimizer = scriptedOptimizer(async () => {
    await held;
    return empty;
  });
  const { personalizer } = await house().open({ prefix, optimizer });
  await house().open({ prefix, optimizer, concurrency: 1 });
  await house().open({ prefix, optimizer, concurrency: 1 });
  await tell(personalizer, "bea", 3);
  await vi.waitFor(() => expect(optimizer.briefs).toHaveLength(1), PATIENCE);
  await tell(personalizer, "bea", 3);
  release();
  await vi.waitFor(async () => expect(await learned(personalizer, "bea")).toMatchObject({ pending: 0 }), PATIENCE);
  expect(optimizer.briefs.map(({ sessions }) => sessions.length)).toEqual([3, 3]);
});

test("the queue holds no text of anybody, and nothing of a user who was forgotten", async () => {
  const prefix = newPrefix();
  const wrong = new PersonaError("CONFIGURATION", "There is no such model. Name another.");
  const optimizer = scriptedOptimizer([() => Promise.reject(wrong), learnsName]);
  const { personalizer } = await house().open({ prefix, optimizer, concurrency: 1 });
  await tell(personalizer, "Cid the Canary", 3);
  await vi.waitFor(async () => {
    expect((await personalizer.status("Cid the Canary")).queue?.failures).toMatchObject([
      { pass: "deep", attempts: 1, failure: "There is no such model. Name another." },
    ]);
  }, PATIENCE);
  expect((await personalizer.optimize("Cid the Canary")).outcome).toBe("committed");
  const contents = await queueContents(prefix);
  expect(contents).toContain("Cid the Canary");
  expect(contents).not.toContain("Ana Canary");
  await personalizer.forget("Cid the Canary", { kind: "everything" });
  expect(await queueContents(prefix)).not.toContain("Canary");
});

test("a failure that may pass is tried again, and given up after so many attempts; what is recorded waits", async () => {
  const prefix = newPrefix();
  const away = new PersonaError("MODEL_UNAVAILABLE", "The model is away.", { spent: { calls: 1 } });
  const optimizer = scriptedOptimizer(() => Promise.reject(away));
  const { personalizer, events } = await house().open({ prefix, optimizer, concurrency: 1, attempts: 3 });
  await tell(personalizer, "dan", 3);
  await vi.waitFor(async () => {
    const { queue } = await personalizer.status("dan");
    expect(queue).toMatchObject({ failed: 1, failures: [{ attempts: 3, failure: "The model is away." }] });
  }, PATIENCE);
  expect(optimizer.briefs).toHaveLength(3);
  expect(events.filter(({ type }) => type === "update-failed")).toHaveLength(3);
  expect(await learned(personalizer, "dan")).toMatchObject({ pending: 3 });
});

test("a ceiling for all users together is kept by all workers, exactly, and what waits for it is told", async () => {
  const prefix = newPrefix();
  const optimizer = scriptedOptimizer(empty);
  const ceiling = { callsPerDay: 5 };
  const opened = [];
  for (let index = 0; index < 4; index += 1) {
    opened.push(await house().open({ prefix, optimizer, concurrency: 4, ceiling }));
  }
  const personalizer = opened[0]?.personalizer as Personalizer;
  const users = Array.from({ length: 20 }, (_, index) => `user ${index}`);
  await Promise.all(users.map((userId) => tell(personalizer, userId, 3)));
  await vi.waitFor(async () => {
    const { queue } = await personalizer.status("user 0");
    expect(queue).toMatchObject({ running: 0, waiting: 0, delayed: 15 });
  }, PATIENCE);
  expect(optimizer.briefs).toHaveLength(5);
  const statuses = await Promise.all(users.map((userId) => personalizer.status(userId)));
  const waiting = statuses.flatMap(({ passes }) => passes.filter(({ pending }) => pending > 0));
  expect(waiting).toHaveLength(15);
  for (const { reason } of waiting) expect(reason).toMatch(/5 calls for all users together is reached.*waits/);
});

test("says what to start where nobody takes updates up", async () => {
  const { personalizer } = await house().open({ prefix: newPrefix(), optimizer: scriptedOptimizer(empty) });
  await tell(personalizer, "eve");
  await expect(personalizer.optimize("eve")).rejects.toThrow(/lifelong worker/);
});
