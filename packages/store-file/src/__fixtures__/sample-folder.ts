import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PersonaStore } from "@lifelong/core";
import { fileStore } from "../file-store.ts";
import type { FileFunctions } from "../files.ts";
import { commitNext, forget, partOf, secretOf } from "./sample-user.ts";
import { findBytes } from "./scan.ts";

export const USER = "the user";

/** A folder that lies in memory, on Linux. */
const MEMORY = "/dev/shm";

/** A data folder in which a user has three sessions and three revisions, and as many copies of it as are asked for. */
export interface SampleFolder {
  copy(): string;
  remove(): void;
}

export async function sampleFolder(): Promise<SampleFolder> {
  // What is tried on copies fails by itself, thousands of times: waiting for a medium tells nothing more.
  const root = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "lifelong-sample-"));
  const original = join(root, "original");
  const store = fileStore({ directory: original });
  for (const sessionId of ["one", "two", "three"]) await store.appendPart(USER, partOf(sessionId));
  await store.appendPart(USER, partOf("one", 2));
  for (const note of ["first", "second", "third"]) await commitNext(store, USER, note);
  let copies = 0;
  return {
    copy() {
      copies += 1;
      const directory = join(root, String(copies));
      cpSync(original, directory, { recursive: true });
      return directory;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A call that changes something, and what must be true when it has not been acknowledged. */
export interface Change {
  readonly name: string;
  /** @returns false if it said that it did nothing */
  readonly run: (store: PersonaStore) => Promise<boolean>;
  /** Has it happened? It has as a whole, or not at all. */
  readonly happened: (store: PersonaStore, directory: string) => Promise<boolean>;
}

export const CHANGES: readonly Change[] = [
  {
    name: "the first part of a user",
    run: async (store) => (await store.appendPart("newcomer", partOf("new"))).outcome === "stored",
    async happened(store) {
      const head = await store.readHead("newcomer");
      const parts = await store.readParts("newcomer", { after: 0, limit: 9 });
      assert.equal(parts.length, head === null ? 0 : 1);
      return head !== null;
    },
  },
  {
    name: "the first commit of a user",
    run: async (store) => (await commitNext(store, "newcomer", "new")) !== undefined,
    async happened(store) {
      const head = await store.readHead("newcomer");
      assert.equal((await store.readPersona("newcomer"))?.revision ?? 0, head?.revision ?? 0);
      assert.equal((await store.readRevisions("newcomer", { limit: 9 })).length, head?.revision ?? 0);
      return head !== null;
    },
  },
  {
    name: "a part",
    run: async (store) => (await store.appendPart(USER, partOf("one", 3))).outcome === "stored",
    happened: async (store) => (await store.readSession(USER, "one"))?.parts === 3,
  },
  {
    name: "a commit",
    run: async (store) => (await commitNext(store, USER, "fourth")) !== undefined,
    async happened(store) {
      const [persona] = [await store.readPersona(USER)];
      assert.equal(persona?.fields.note?.values[0]?.content, persona?.revision === 4 ? "fourth" : "third");
      return persona?.revision === 4;
    },
  },
  {
    name: "a forget",
    run: async (store) => (await forget(store, USER, { closing: ["one"], emptying: ["two"] }, "fourth")) !== undefined,
    async happened(store, directory) {
      const revision = (await store.readHead(USER))?.revision;
      const [one, two] = [await store.readSession(USER, "one"), await store.readSession(USER, "two")];
      assert.equal(one?.state, revision === 4 ? "closed" : "open");
      assert.equal(two?.digests[0] === null, revision === 4);
      if (revision === 4) assert.deepEqual(findBytes(directory, ["one", "two"].map(secretOf)), []);
      return revision === 4;
    },
  },
  {
    name: "an erasure",
    async run(store) {
      await store.eraseUser(USER);
      return true;
    },
    happened: async (store) => (await store.readHead(USER)) === null,
  },
];

/** What no change touches is as it was, and everything can go on. */
export async function checkIntact(directory: string, files?: FileFunctions): Promise<void> {
  const store = fileStore({ directory, files });
  if ((await store.readHead(USER)) !== null) {
    const parts = await store.readParts(USER, { after: 0, limit: 99 });
    const third = parts.find(({ sessionId }) => sessionId === "three");
    assert.deepEqual(third, { ...partOf("three"), sequence: 3, ordinal: 3 });
    const revisions = await store.readRevisions(USER, { limit: 99 });
    assert.deepEqual(
      revisions.slice(-3).map(({ schema }) => schema),
      ["third", "second", "first"],
    );
    const head = await store.readHead(USER);
    assert.equal((await store.readPersona(USER))?.revision, head?.revision);
    assert.equal(revisions.length, head?.revision);
  }
  assert.equal((await store.appendPart(USER, partOf("afterwards"))).outcome, "stored");
  assert.ok((await commitNext(store, USER, "afterwards")) !== undefined);
  assert.ok((await forget(store, USER, { closing: ["one", "two", "three", "afterwards"] }, "all")) !== undefined);
  assert.deepEqual(findBytes(directory, ["one", "two", "three", "afterwards"].map(secretOf)), []);
  await store.eraseUser(USER);
  assert.equal(await store.readHead(USER), null);
  assert.deepEqual(findBytes(directory, [USER]), []);
}
