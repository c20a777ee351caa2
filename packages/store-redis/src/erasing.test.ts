import { emptyPersona, type HistoryRewrite } from "@lifelong/core";
import { expect, test } from "vitest";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { commitNext, headOf, samplePart, sampleRevision } from "./__fixtures__/sample-user.ts";
import { redisStore } from "./redis-store.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));

/** Every byte that the server holds: each key, and each as it would be saved. */
async function everything(): Promise<string> {
  const { client } = redis();
  const found: string[] = [];
  for (const key of await client.keys("*")) {
    const type = await client.type(key);
    found.push(key, JSON.stringify(type === "zset" ? await client.zRange(key, 0, -1) : await client.hGetAll(key)));
  }
  return found.join("\n");
}

test("a forgotten session, its id and a message that was emptied are in no key", async () => {
  const { store } = redis();
  await store.appendPart("u", samplePart("secret session", 1, "secret one"));
  await store.appendPart("u", samplePart("secret session", 2, "secret two"));
  await store.appendPart("u", samplePart("kept", 1, "secret three"));
  await store.appendPart("u", { ...samplePart("secret private"), messages: [], closed: true });
  await commitNext(store, "u", { note: "secret four" });
  expect(await everything()).toContain("secret session");
  const head = await headOf(store, "u");
  const erase = [{ sessionId: "secret session" }, { sessionId: "kept", messages: [0] }];
  await store.rewriteHistory("u", head, rewriteOf("u", 2, erase));
  const left = await everything();
  expect(left).toContain("kept");
  expect(left).not.toContain("secret");
});

test("of an erased user nothing is left, the id included", async () => {
  const { client, store } = redis();
  await store.appendPart("erased user", samplePart("session", 1, "secret"));
  await commitNext(store, "erased user");
  const before = await client.dbSize();
  await store.eraseUser("erased user");
  expect(await everything()).not.toMatch(/secret|erased user/);
  expect(await client.dbSize()).toBeLessThan(before);
});

test.for([
  ["closed", undefined, 1],
  ["emptied", [0, 2], 2],
] as const)("a session that grows while it is %s loses what came meanwhile too", async ([state, messages, parts]) => {
  const { client, store } = redis();
  const userId = `grows while ${state}`;
  await store.appendPart(userId, samplePart("growing", 1, "secret one"));
  const head = await headOf(store, userId);
  let calls = 0;
  const interrupted = redisStore({
    client: {
      hmGet: client.hmGet.bind(client),
      eval: client.eval.bind(client),
      async evalSha(sha1, options) {
        const reply = await client.evalSha(sha1, options);
        calls += 1;
        // Between the look at the session and the write.
        if (calls === 1) await store.appendPart(userId, samplePart("growing", 2, "secret two"));
        return reply;
      },
    },
  });
  await interrupted.rewriteHistory(userId, head, rewriteOf(userId, 1, [{ sessionId: "growing", messages }]));
  expect(await store.readParts(userId, { after: 0, limit: 9 })).toHaveLength(parts);
  expect(await everything()).not.toContain("secret");
});

function rewriteOf(userId: string, revision: number, erase: HistoryRewrite["erase"]): HistoryRewrite {
  const persona = { ...emptyPersona(userId), revision };
  return { base: null, revisions: [], revision: sampleRevision(revision), persona, erase };
}
