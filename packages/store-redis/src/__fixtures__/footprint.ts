// Prints the memory of a user and the commands of each call, on a private server:
// node packages/store-redis/src/__fixtures__/footprint.ts [users]
import { createPersonalizer, deepPass, instantPass, manualRunner } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { findRedisBinary } from "../testing/redis-binary.ts";
import { openRedis } from "./open-redis.ts";
import { commitNext, headOf, samplePart, sampleRevision } from "./sample-user.ts";

const users = Number(process.argv[2] ?? 2_000);
const SESSIONS = 30;
const REVISIONS = 10;
const PART_TEXT = "a".repeat(1_500);
const PERSONA_TEXT = "a".repeat(4_000);

const binary = await findRedisBinary(process.env.PATH ?? "");
const { client, store, close } = await openRedis(binary);
const userIds = Array.from({ length: users }, (_, index) => `user-${String(index).padStart(31, "0")}`);

/** Of all keys, with what Redis needs to keep them. */
async function usedMemory(): Promise<number> {
  const info = String(await client.sendCommand(["INFO", "memory"]));
  return Number(/used_memory_dataset:(\d+)/.exec(info)?.[1]);
}

async function grow(name: string, step: (userId: string) => Promise<unknown>): Promise<void> {
  const before = await usedMemory();
  for (let index = 0; index < users; index += 50) await Promise.all(userIds.slice(index, index + 50).map(step));
  const bytes = ((await usedMemory()) - before) / users;
  process.stdout.write(`${name.padEnd(60)} ${String(Math.round(bytes)).padStart(8)} bytes\n`);
}

async function commandsOf(name: string, call: () => Promise<unknown>): Promise<void> {
  await client.sendCommand(["CONFIG", "RESETSTAT"]);
  await call();
  const stats = String(await client.sendCommand(["INFO", "commandstats"]));
  const calls = [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].filter(
    ([, command]) => command !== "config|resetstat",
  );
  process.stdout.write(`${name.padEnd(24)} ${calls.map(([, command, count]) => `${command} ${count}`).join(", ")}\n`);
}

process.stdout.write(`memory of one user, averaged over ${users}\n`);
await grow("a first session of 1.7 KB", (userId) => store.appendPart(userId, samplePart("session 0", 1, PART_TEXT)));
await grow("a first persona of 4.3 KB with its revision", (userId) =>
  commitNext(store, userId, { note: PERSONA_TEXT }),
);
await grow(`${SESSIONS - 1} more sessions of 1.7 KB`, async (userId) => {
  for (let index = 1; index < SESSIONS; index += 1)
    await store.appendPart(userId, samplePart(`session ${index}`, 1, PART_TEXT));
});
await grow(`${REVISIONS - 1} more revisions of 0.2 KB`, async (userId) => {
  for (let index = 1; index < REVISIONS; index += 1) await commitNext(store, userId, { note: PERSONA_TEXT });
});
await grow(`the text of ${SESSIONS} sessions cleared away`, async (userId) => {
  const head = await headOf(store, userId);
  const persona = await store.readPersona(userId);
  if (persona === null) throw new Error("The user has no persona.");
  const erase = Array.from({ length: SESSIONS }, (_, index) => `session ${index}`);
  await store.rewriteHistory(userId, head, {
    base: null,
    revisions: (await store.readRevisions(userId, { limit: REVISIONS })).toReversed(),
    revision: sampleRevision(head.revision + 1),
    persona: { ...persona, revision: head.revision + 1 },
    erase: erase.map((sessionId) => ({ sessionId, messages: [0, 1], keepDigests: true })),
  });
});

process.stdout.write(`\ncommands of one call; what a script does within the server is counted too\n`);
const [userId = ""] = userIds;
await commandsOf("readHead", () => store.readHead(userId));
await commandsOf("readPersona", () => store.readPersona(userId));
await commandsOf("appendPart", () => store.appendPart(userId, samplePart("new")));
await commandsOf("appendPart, closing", () =>
  store.appendPart(userId, { ...samplePart("private"), messages: [], closed: true }),
);
await commandsOf("readStanding", async () => store.readStanding?.(userId, {}));
await commandsOf("readStanding, session", async () => store.readStanding?.(userId, { sessionId: "new" }));
await commandsOf("readSession", () => store.readSession(userId, "new"));
await commandsOf("readParts, 10", () => store.readParts(userId, { after: 0, limit: 10 }));
await commandsOf("readRevisions, 10", () => store.readRevisions(userId, { limit: 10 }));
const optimizer = scriptedOptimizer([]);
const passes = [instantPass(optimizer), deepPass(optimizer)];
const personalizer = createPersonalizer({ store, passes, runner: manualRunner() });
const messages = [{ role: "user", text: PART_TEXT } as const];
await commandsOf("recordSession", () => personalizer.recordSession(userId, { id: "talk", messages }));
await commandsOf("recordSession, grown", () =>
  personalizer.recordSession(userId, { id: "talk", messages: [...messages, ...messages] }),
);
await commandsOf("recordSession, again", () => personalizer.recordSession(userId, { id: "talk", messages }));
await commandsOf("getPersona, first", () =>
  createPersonalizer({ store, passes, runner: manualRunner() }).getPersona(userId),
);
await commandsOf("getPersona, unchanged", () => personalizer.getPersona(userId));
const head = await headOf(store, userId);
const persona = await store.readPersona(userId);
if (persona === null) throw new Error("The user has no persona.");
await commandsOf("commitPersona", () =>
  store.commitPersona({ ...persona, revision: head.revision + 1 }, sampleRevision(head.revision + 1), head),
);
await commandsOf("listUsers, 100", () => store.listUsers({ limit: 100 }));
await commandsOf("eraseUser", () => store.eraseUser(userId));
await close();
