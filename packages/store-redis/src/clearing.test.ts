import {
  type Brief,
  createPersonalizer,
  instantPass,
  manualRunner,
  type Operation,
  type Personalizer,
} from "@lifelong/core";
import { createClient } from "redis";
import { expect, test } from "vitest";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { redisStore } from "./redis-store.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));

const DAY = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-03-01T10:00:00Z");

/** Learns from each conversation where the user lives. */
const towns = instantPass({
  name: "towns@1",
  propose: async ({ sessions }: Brief) => ({
    operations: sessions.flatMap(({ id, messages }): Operation[] =>
      messages.map(({ index, text }) => ({
        kind: "set",
        field: "location",
        content: text.slice("I live in ".length),
        evidence: [{ sessionId: id, messageIndex: index, quote: text }],
      })),
    ),
  }),
});

/** A personalizer on a connection of its own, as in another process. */
async function open(days: { passed: number }, revisions?: number) {
  const client = createClient({ url: redis().server.url });
  await client.on("error", () => undefined).connect();
  const store = redisStore({ client });
  const failed: unknown[] = [];
  const personalizer = createPersonalizer({
    store,
    passes: [towns],
    runner: manualRunner(),
    now: () => new Date(start + days.passed * DAY),
    ...(revisions && { retention: { sessions: "used", revisions } }),
    onEvent: (event) => void (event.type === "prune-failed" && failed.push(event.error)),
  });
  return { client, store, personalizer, failed };
}

async function say(personalizer: Personalizer, userId: string, from: number, count: number): Promise<void> {
  for (let index = from; index < from + count; index += 1) {
    const messages = [{ role: "user", text: `I live in Town${index}` }] as const;
    await personalizer.recordSession(userId, { id: `chat ${index}`, messages });
  }
}

test("conversations leave memory once they are used, without being told, and are still known", async () => {
  const { client, personalizer } = await open({ passed: 0 });
  await say(personalizer, "ana", 0, 20);
  await personalizer.optimize("ana");
  await personalizer.runDue();
  expect((await personalizer.status("ana")).retention).toEqual({ sessions: "used" });
  const keys = await client.keys("*:parts");
  const parts = (await Promise.all(keys.map((key) => client.hVals(key)))).flat();
  expect(parts).toHaveLength(20);
  expect(parts.join("\n")).not.toContain("I live in");
  const text = "I live in Town3";
  const again = await personalizer.recordSession("ana", { id: "chat 3", messages: [{ role: "user", text }] });
  expect(again).toMatchObject({ duplicate: true });
  expect((await personalizer.getPersona("ana")).text).toContain("Town19");
  client.destroy();
});

test("many processes clear away at once, and lose nothing but text that was used", async () => {
  const days = { passed: 0 };
  const all = await Promise.all([1, 2, 3].map(() => open(days, 4)));
  const [first] = all;
  if (!first) throw new Error("Nobody is open.");
  for (let round = 0; round < 4; round += 1) {
    await Promise.all(
      all.map(async ({ personalizer }, place) => {
        await say(personalizer, "bea", (round * 3 + place) * 10, 10);
        await personalizer.optimize("bea");
      }),
    );
    days.passed += 8;
    await Promise.all(all.map(({ personalizer }) => personalizer.runDue()));
  }
  await first.personalizer.runDue();
  const { persona, base, revisions, sessions } = await first.personalizer.exportUser("bea");
  expect(sessions).toHaveLength(120);
  expect(sessions.flatMap(({ messages }) => messages.filter(({ text }) => text !== ""))).toEqual([]);
  expect(sessions.flatMap(({ messages }) => messages.filter(({ digest }) => digest === undefined))).toEqual([]);
  expect(persona.fields.location?.values[0]?.quotes[0]?.quote).toMatch(/^I live in Town\d+$/);
  expect(base?.revision).toBeGreaterThan(0);
  expect(revisions.length).toBeLessThan(8 + 2);
  expect(all.flatMap(({ failed }) => failed)).toEqual([]);
  for (const { client } of all) client.destroy();
});
