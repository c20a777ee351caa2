import { join } from "node:path";
import { createPersonalizer, instantPass, memoryStore, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { fileStore } from "@lifelong/store-file";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callCommand } from "../testing/call-command.ts";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as importing from "./import.ts";

const USER = "default";
const AT = "2026-03-14T09:30:00Z";

let room: CommandRoom;
let here: Personalizer;
let there: Personalizer;
let take: (...words: readonly string[]) => Promise<ReturnType<typeof JSON.parse>>;
beforeEach(async () => {
  room = await openRoom();
  const store = memoryStore();
  here = open(store);
  const directory = join(room.directory, "other");
  there = open(fileStore({ directory }));
  take = async (...words) => {
    const calling = { personalizer: here, openStore: async () => store };
    const { stdout } = await callCommand(importing, [`file:${directory}`, "--json", ...words], calling);
    return JSON.parse(stdout);
  };
});
afterEach(async () => {
  await Promise.all([here.close(), there.close()]);
  await room[Symbol.asyncDispose]();
});

function open(store: ReturnType<typeof memoryStore>): Personalizer {
  return createPersonalizer({ store, passes: [instantPass(createExtractor())] });
}
const say = (where: Personalizer, id: string, ...said: readonly string[]) =>
  where.recordSession(USER, { id, startedAt: AT, messages: said.map((text) => ({ role: "user", text })) });
const ids = async () => (await here.sessions(USER)).map(({ id, closed }) => (closed ? "closed" : id));
const contents = async (field: string) =>
  ((await here.show(USER)).fields[field]?.values ?? []).map(({ content }) => content);

describe("import of another store", () => {
  test("takes its conversations in, with their starts, and learns from them; a second time nothing", async () => {
    await say(here, "a", "I like tea.");
    await say(there, "a", "I like tea.");
    await say(there, "b", "My name is Ada.");
    await say(there, "b", "My name is Ada.", "I live in Lisbon.");
    expect(await take()).toMatchObject([{ recorded: 1, duplicates: 1 }]);
    expect(await ids()).toEqual(["a", "b"]);
    const [, b] = await here.sessions(USER);
    expect(b).toMatchObject({ startedAt: "2026-03-14T09:30:00.000Z", messages: [{}, { text: "I live in Lisbon." }] });
    expect(await contents("location")).toEqual(["Lisbon"]);
    expect(await take()).toMatchObject([{ recorded: 0, duplicates: 2, edits: 0, learned: 0 }]);
  });

  test("does here what the user had done there by hand, and keeps what stands here", async () => {
    await there.edit(USER, [
      { kind: "set", field: "likes", content: "rum" },
      { kind: "set", field: "location", content: "Lisbon" },
      { kind: "set", field: "demographics.name", content: "Ada" },
      { kind: "lock", field: "demographics.name" },
    ]);
    await here.edit(USER, [{ kind: "set", field: "location", content: "Porto" }]);
    expect(await take()).toMatchObject([{ kept: ["location"] }]);
    expect(await contents("location")).toEqual(["Porto"]);
    expect(await contents("likes")).toEqual(["rum"]);
    expect((await here.show(USER)).fields["demographics.name"]).toMatchObject({ locked: true });
  });

  test("does not learn again what was removed there, of a set and of a single field", async () => {
    await say(there, "a", "I like tea.", "I live in Lisbon.");
    await there.optimize(USER);
    await there.edit(USER, [
      { kind: "remove", field: "likes", content: "tea" },
      { kind: "remove", field: "location" },
    ]);
    expect(await take()).toMatchObject([{ recorded: 1 }]);
    expect(await contents("likes")).toEqual([]);
    expect(await contents("location")).toEqual([]);
    expect(await take()).toMatchObject([{ edits: 0, forgottenFields: [], learned: 0 }]);
  });

  test("forgets here what was forgotten there as a whole, and what was said again here since stands", async () => {
    await say(there, "a", "I like tea.", "I live in Lisbon.");
    await there.optimize(USER);
    await say(here, "b", "I like rum.", "I live in Porto.");
    await here.optimize(USER);
    await there.forget(USER, { kind: "value", field: "likes" });
    await there.forget(USER, { kind: "value", field: "location" });
    await here.edit(USER, [{ kind: "set", field: "location", content: "Rome" }]);
    expect(await take()).toMatchObject([{ forgottenFields: ["likes"] }]);
    expect(await contents("likes")).toEqual([]);
    expect(await contents("location")).toEqual(["Rome"]);
    expect(JSON.stringify(await here.exportUser(USER))).not.toContain("rum");
    expect(await take()).toMatchObject([{ edits: 0, forgottenFields: [], learned: 0 }]);
  });

  test("forgets here what was forgotten there, and takes nothing in that was forgotten here", async () => {
    for (const where of [here, there]) {
      await say(where, "mine", "I owe money.");
      await say(where, "theirs", "I live in Lisbon.");
    }
    await here.forget(USER, { kind: "session", sessionId: "mine" });
    await there.forget(USER, { kind: "session", sessionId: "theirs" });
    expect(await take()).toMatchObject([{ recorded: 0, closedHere: 1, forgotten: 1 }]);
    expect(await ids()).toEqual(["closed", "closed"]);
  });

  test("changes nothing in a dry run", async () => {
    await say(there, "a", "I like tea.");
    await there.edit(USER, [{ kind: "set", field: "location", content: "Lisbon" }]);
    expect(await take("--dry-run")).toMatchObject([{ recorded: 1, edits: 1 }]);
    expect(await ids()).toEqual([]);
    expect(await contents("location")).toEqual([]);
  });

  test("names the profiles of a store that holds nothing of this one, and takes all where that is asked for", async () => {
    await there.recordSession("bob", { id: "a", messages: [{ role: "user", text: "I like tea." }] });
    await expect(take()).rejects.toThrowError(/holds nothing of profile default. It holds: bob./);
    expect(await take("--multi-user")).toMatchObject([{ userId: "bob", recorded: 1 }]);
  });
});
