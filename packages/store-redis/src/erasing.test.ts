import { closedSessionId, emptyPersona, type HistoryRewrite, type Part, type PersonaStore } from "@lifelong/core";
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
  const { store } = redis();
  const userId = `grows while ${state}`;
  await store.appendPart(userId, samplePart("growing", 1, "secret one"));
  const head = await headOf(store, userId);
  const interrupted = interruptedStore(() => store.appendPart(userId, samplePart("growing", 2, "secret two")));
  await interrupted.rewriteHistory(userId, head, rewriteOf(userId, 1, [{ sessionId: "growing", messages }]));
  expect(await store.readParts(userId, { after: 0, limit: 9 })).toHaveLength(parts);
  expect(await everything()).not.toContain("secret");
});

test.for<[string, (store: PersonaStore) => PersonaStore]>([
  ["was not met", () => redisStore({ client: redis().client })],
  ["was met in an earlier life", (store) => store],
  [
    "begins anew while it is recorded",
    (store) =>
      interruptedStore(async () => {
        await store.eraseUser("begins");
        await store.appendPart("begins", samplePart("first"));
      }, 2),
  ],
])("a private session of a user who %s is named in the life that there is", async ([, recorderOf]) => {
  const { store } = redis();
  await store.eraseUser("begins");
  await store.appendPart("begins", samplePart("earlier"));
  await store.readStanding?.("begins", { sessionId: "earlier" });
  await store.eraseUser("begins");
  await store.appendPart("begins", samplePart("first"));
  const closing: Part = { ...samplePart("private"), messages: [], closed: true };
  expect((await recorderOf(store).appendPart("begins", closing)).outcome).toBe("stored");
  const { incarnation } = await headOf(store, "begins");
  const parts = await store.readParts("begins", { after: 0, limit: 9 });
  expect(parts.map(({ sessionId }) => sessionId)).toEqual(["first", closedSessionId(incarnation, "private")]);
  expect((await store.appendPart("begins", samplePart("private"))).outcome).toBe("closed");
});

/** A store on the same server: something happens after so many looks, before it writes. */
function interruptedStore(happen: () => Promise<unknown>, looks = 1): PersonaStore {
  const { client } = redis();
  let calls = 0;
  async function interrupting<Reply>(reply: Promise<Reply>): Promise<Reply> {
    await reply;
    calls += 1;
    if (calls === looks) await happen();
    return reply;
  }
  return redisStore({
    client: {
      hmGet: (key, fields) => interrupting(client.hmGet(key, fields)),
      eval: (source, options) => interrupting(client.eval(source, options)),
      evalSha: (sha1, options) => interrupting(client.evalSha(sha1, options)),
    },
  });
}

function rewriteOf(userId: string, revision: number, erase: HistoryRewrite["erase"]): HistoryRewrite {
  const persona = { ...emptyPersona(userId), revision };
  return { base: null, revisions: [], revision: sampleRevision(revision), persona, erase };
}
