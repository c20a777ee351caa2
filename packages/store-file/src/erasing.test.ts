import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Head, PersonaError } from "@lifelong/core";
import { afterAll, expect, test } from "vitest";
import { commitNext, forget, partOf, personaOf, revisionOf, secretOf } from "./__fixtures__/sample-user.ts";
import { filesBelow, findBytes } from "./__fixtures__/scan.ts";
import { fileStore } from "./file-store.ts";
import { nodeFiles } from "./files.ts";

const directory = mkdtempSync(join(tmpdir(), "lifelong-erasing-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What may come of a write whose user is erased, or whose past is rewritten, at the same moment. */
async function settled(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (!PersonaError.isInstance(error) || error.code !== "REVISION_CONFLICT") throw error;
  });
}

test("of an erased user no byte is left, whatever was being written at that moment", async () => {
  for (let round = 0; round < 40; round += 1) {
    const userId = `erased${round}`;
    const [one, two, three] = [fileStore({ directory }), fileStore({ directory }), fileStore({ directory })];
    for (const session of ["a", "b"]) await one.appendPart(userId, partOf(`${userId}-${session}`));
    await commitNext(one, userId, `${userId}-note`);
    const head = (await one.readHead(userId)) as Head;
    await Promise.all([
      settled(two.appendPart(userId, partOf(`${userId}-a`, 2))),
      settled(two.commitPersona(personaOf(userId, 2, `${userId}-note`), revisionOf(2, `${userId}-note`), head)),
      settled(forget(three, userId, { closing: [`${userId}-b`] }, `${userId}-note`)),
      one.eraseUser(userId),
    ]);
    expect(await one.readHead(userId)).toBeNull();
    expect(findBytes(directory, [`${userId}-`])).toEqual([]);
  }
});

test("of forgotten sessions no byte is left, whatever was being written at that moment", async () => {
  const userId = "forgetful";
  const [one, two, three] = [fileStore({ directory }), fileStore({ directory }), fileStore({ directory })];
  for (let round = 0; round < 40; round += 1) {
    const [closed, emptied] = [`closed-${round}`, `emptied-${round}`];
    for (const session of [closed, emptied]) await one.appendPart(userId, partOf(session));
    const head = await one.readHead(userId);
    const next = (head?.revision ?? 0) + 1;
    const [, , revision] = await Promise.all([
      two.appendPart(userId, partOf(closed, 2)),
      settled(three.commitPersona(personaOf(userId, next, secretOf(closed)), revisionOf(next, "raced"), head)),
      forget(one, userId, { closing: [closed], emptying: [emptied] }, "forget"),
    ]);
    if (revision === undefined) await forget(one, userId, { closing: [closed], emptying: [emptied] }, "forget");
    expect(await two.appendPart(userId, partOf(closed, 3))).toEqual({ outcome: "closed" });
    expect(findBytes(directory, [closed, secretOf(emptied)])).toEqual([]);
    expect((await three.readSession(userId, emptied))?.digests).toEqual([null]);
  }
  expect(filesBelow(directory).filter((path) => /next-|gone-|\/new\/|\/trash\//.test(path))).toEqual([]);
});

test("digests that shall stay take the place of the text, also when another process finishes the rewrite", async () => {
  const userId = "cleared";
  const store = fileStore({ directory });
  await store.appendPart(userId, partOf("cleared-session"));
  const known = (await store.readSession(userId, "cleared-session"))?.digests;
  const head = (await store.readHead(userId)) as Head;
  const interrupted = fileStore({
    directory,
    files: {
      ...nodeFiles,
      open(path, opening) {
        if (opening === "overwrite") throw Object.assign(new Error("Interrupted."), { code: "EIO" });
        return nodeFiles.open(path, opening);
      },
    },
  });
  const rewriting = interrupted.rewriteHistory(userId, head, {
    base: null,
    revisions: [],
    revision: revisionOf(1, "cleared"),
    persona: personaOf(userId, 1, "cleared"),
    erase: [{ sessionId: "cleared-session", messages: [0, 1], keepDigests: true }],
  });
  await expect(rewriting).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(findBytes(directory, [secretOf("cleared-session")])).not.toEqual([]);
  const other = fileStore({ directory });
  expect((await other.readSession(userId, "cleared-session"))?.digests).toEqual(known);
  expect(findBytes(directory, [secretOf("cleared-session")])).toEqual([]);
  // A message whose digest was left in its place is emptied like any other.
  await forget(other, userId, { closing: [], emptying: ["cleared-session"] }, "forget");
  expect((await other.readSession(userId, "cleared-session"))?.digests).toEqual([null]);
});

test("a first commit that is being prepared goes with the erasure, and conflicts", async () => {
  const other = fileStore({ directory });
  const userId = "beginner";
  const erasing = {
    ...nodeFiles,
    sync: async (file: number) => nodeFiles.sync(file).then(() => other.eraseUser(userId)),
  };
  const store = fileStore({ directory, files: erasing });
  const commit = store.commitPersona(personaOf(userId, 1, "the first note"), revisionOf(1, "the first note"), null);
  await expect(commit).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  expect(await other.readHead(userId)).toBeNull();
  expect(findBytes(directory, ["the first note"])).toEqual([]);
});

test("a part of a life that is erased while the part is being written is not in the next life", async () => {
  const other = fileStore({ directory });
  const userId = "reborn";
  await other.appendPart(userId, partOf("old"));
  const erasing = {
    ...nodeFiles,
    async sync(file: number) {
      await nodeFiles.sync(file);
      await other.eraseUser(userId);
      await other.appendPart(userId, partOf("old"));
    },
  };
  const store = fileStore({ directory, files: erasing });
  expect(await store.appendPart(userId, partOf("old", 2))).toEqual({ outcome: "conflict" });
  expect(await other.readSession(userId, "old")).toMatchObject({ parts: 1 });
});

test("an erasure does not follow a link out of the data folder", async ({ skip }) => {
  if (process.platform === "win32") skip("Links need a privilege on Windows.");
  const outside = mkdtempSync(join(tmpdir(), "lifelong-outside-"));
  writeFileSync(join(outside, "kept"), "kept");
  const store = fileStore({ directory });
  await store.appendPart("linked", partOf("of-linked"));
  const log = filesBelow(directory).find((path) => readFileSync(path).includes(secretOf("of-linked"))) as string;
  symlinkSync(outside, join(dirname(log), "link"));
  await store.eraseUser("linked");
  expect(findBytes(directory, [secretOf("of-linked")])).toEqual([]);
  expect(filesBelow(outside)).toHaveLength(1);
  rmSync(outside, { recursive: true });
});

test("folders and files are for their owner alone", async ({ skip }) => {
  if (process.platform === "win32") skip("Windows has no modes of files.");
  await fileStore({ directory }).appendPart("modest", partOf("one"));
  for (const path of filesBelow(directory)) expect(statSync(path).mode & 0o777, path).toBe(0o600);
  const folders = new Set(filesBelow(directory).map((path) => path.slice(0, path.lastIndexOf("/"))));
  for (const path of folders) expect(statSync(path).mode & 0o777, path).toBe(0o700);
});
