import { mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { emptyPersona } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SampleFolder, sampleFolder, USER } from "./__fixtures__/sample-folder.ts";
import { commitNext, forget, partOf, revisionOf, secretOf } from "./__fixtures__/sample-user.ts";
import { filesBelow, findBytes } from "./__fixtures__/scan.ts";
import { examineFolder, repairFolder } from "./doctor.ts";
import { fileStore } from "./file-store.ts";
import { nodeFiles, type Opening } from "./files.ts";

let sample: SampleFolder;
beforeAll(async () => {
  sample = await sampleFolder();
});
afterAll(() => sample.remove());

const CORRUPT = { code: "STORE_CORRUPT" };

/** The one file whose path ends like this. */
function find(directory: string, end: string): string {
  const found = filesBelow(directory).filter((path) => path.endsWith(end));
  expect(found, end).toHaveLength(1);
  return found[0] as string;
}

/** Changes one byte: at the text, or in the middle of the file. */
function flip(path: string, text?: string, which: "first" | "last" = "first"): void {
  const bytes = readFileSync(path);
  const found = which === "first" ? bytes.indexOf(text ?? "") : bytes.lastIndexOf(text ?? "");
  const at = text === undefined ? bytes.length >> 1 : found;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
}

function logOf(directory: string): string {
  return filesBelow(directory).find((path) => /sessions-[0-9a-f]+\.log$/.test(path)) as string;
}

describe("a damaged persona", () => {
  test("is an error that names the file and the way out; recording and committing go on", async () => {
    const directory = sample.copy();
    flip(find(directory, "0000000003/persona.json"));
    const store = fileStore({ directory });
    await expect(store.readPersona(USER)).rejects.toMatchObject(CORRUPT);
    await expect(store.readPersona(USER)).rejects.toThrow(/0000000003\/persona\.json".*lifelong doctor --repair/);
    expect((await store.readHead(USER))?.revision).toBe(3);
    expect(await store.appendPart(USER, partOf("late"))).toMatchObject({ outcome: "stored" });
    expect(await store.readParts(USER, { after: 0, limit: 99 })).toHaveLength(5);
  });

  test("is damaged as well when it is empty, cut off, or gone", async () => {
    for (const damage of [
      (path: string) => writeFileSync(path, ""),
      (path: string) => truncateSync(path, readFileSync(path).length - 1),
      (path: string) => rmSync(path),
    ]) {
      const directory = sample.copy();
      damage(find(directory, "0000000003/persona.json"));
      await expect(fileStore({ directory }).readPersona(USER)).rejects.toMatchObject(CORRUPT);
    }
  });

  test("is made again from its history", async () => {
    const directory = sample.copy();
    const store = fileStore({ directory });
    const lock = { ...revisionOf(4, "fourth"), changes: [{ kind: "lock" as const, field: "note" }] };
    const persona = {
      ...emptyPersona(USER),
      revision: 4,
      updatedAt: lock.at,
      fields: { note: { values: [], locked: true as const } },
    };
    await store.commitPersona(persona, lock, await store.readHead(USER));
    flip(find(directory, "0000000004/persona.json"));
    expect(await examineFolder({ directory })).toMatchObject([{ kind: "damaged" }]);
    expect(await repairFolder({ directory })).toHaveLength(1);
    expect(JSON.stringify(await store.readPersona(USER))).toBe(JSON.stringify(persona));
    expect((await store.readHead(USER))?.revision).toBe(4);
    expect((await examineFolder({ directory })).map(({ kind }) => kind)).toEqual(["aside"]);
  });

  test("whose newest revision is damaged too goes back to the last good revision", async () => {
    const directory = sample.copy();
    const running = fileStore({ directory });
    const second = await running.readRevisions(USER, { before: 3, limit: 1 });
    flip(find(directory, "0000000003/persona.json"));
    flip(find(directory, "0000000003/revision.json"));
    expect(await repairFolder({ directory })).toHaveLength(2);
    for (const store of [running, fileStore({ directory })]) {
      expect((await store.readHead(USER))?.revision).toBe(2);
      expect((await store.readPersona(USER))?.fields.note?.values[0]?.content).toBe(second[0]?.schema);
    }
    expect(await commitNext(running, USER, "third again")).toBe(3);
    expect((await running.readRevisions(USER, { limit: 9 })).map(({ revision }) => revision)).toEqual([3]);
  });
});

test("a damaged or missing revision is an error, and leaves the persona as it is", async () => {
  for (const damage of [flip, (path: string) => rmSync(path)]) {
    const directory = sample.copy();
    const store = fileStore({ directory });
    const persona = await store.readPersona(USER);
    damage(find(directory, "0000000002/revision.json"));
    await expect(store.readRevisions(USER, { limit: 9 })).rejects.toMatchObject(CORRUPT);
    expect(await store.readRevisions(USER, { limit: 1 })).toHaveLength(1);
    await repairFolder({ directory });
    expect(await store.readPersona(USER)).toEqual(persona);
    expect(await store.readBase(USER)).toEqual(persona);
    expect(await store.readRevisions(USER, { limit: 9 })).toEqual([]);
    expect(await commitNext(store, USER, "fourth")).toBe(4);
    expect((await examineFolder({ directory })).map(({ kind }) => kind)).toEqual(["aside"]);
  }
});

test("a damaged past is an error, and is given up for the persona that it led to", async () => {
  for (const name of ["base.json", "past.jsonl"] as const) {
    const directory = sample.copy();
    const store = fileStore({ directory });
    await forget(store, USER, { closing: ["one"] }, "fourth");
    const persona = await store.readPersona(USER);
    flip(find(directory, name));
    const read = { "base.json": store.readBase(USER), "past.jsonl": store.readRevisions(USER, { limit: 9 }) };
    await expect(read[name]).rejects.toMatchObject(CORRUPT);
    await repairFolder({ directory });
    expect(await store.readPersona(USER)).toEqual(persona);
    expect(await store.readBase(USER)).toEqual(persona);
  }
});

describe("a damaged record of the log", () => {
  for (const [place, text, which] of [
    ["the head of the first part", '"kind":"part"', "first"],
    ["the head of the last part", '"kind":"part"', "last"],
    ["the text of a message", secretOf("two"), "first"],
  ] as const) {
    test(`${place}: reading it is an error, recording goes on, and repair loses that alone`, async () => {
      const directory = sample.copy();
      flip(logOf(directory), text, which);
      const store = fileStore({ directory });
      await expect(store.readParts(USER, { after: 0, limit: 99 })).rejects.toMatchObject(CORRUPT);
      await expect(store.readParts(USER, { after: 0, limit: 99 })).rejects.toThrow(/sessions-[0-9a-f]+\.log/);
      const late = await store.appendPart(USER, partOf("late"));
      expect(late).toMatchObject({ outcome: "stored" });
      expect(await examineFolder({ directory })).toMatchObject([{ kind: "damaged" }]);
      expect(await repairFolder({ directory })).toHaveLength(1);
      for (const reader of [store, fileStore({ directory })]) {
        const parts = await reader.readParts(USER, { after: 0, limit: 99 });
        expect(parts.at(-1)).toMatchObject({ sessionId: "late", sequence: late.sequence });
        expect(parts.filter(({ messages }) => messages.every(({ text }) => text !== ""))).toHaveLength(4);
        expect((await reader.readHead(USER))?.lastSequence).toBe(late.sequence);
      }
    });
  }

  test("a record that its writer did not finish is no damage, and its text goes with the next record", async () => {
    const directory = sample.copy();
    const log = logOf(directory);
    await fileStore({ directory }).appendPart(USER, partOf("torn"));
    truncateSync(log, readFileSync(log).length - 9);
    const store = fileStore({ directory });
    expect(await store.readParts(USER, { after: 0, limit: 99 })).toHaveLength(4);
    expect(await store.appendPart(USER, partOf("late"))).toMatchObject({ outcome: "stored", sequence: 5 });
    expect(await store.readParts(USER, { after: 0, limit: 99 })).toHaveLength(5);
    expect(findBytes(directory, [secretOf("torn")])).toEqual([]);
    expect(await examineFolder({ directory })).toEqual([]);
  });
});

test("a user whose log has lost its first record is listed all the same", async () => {
  const directory = sample.copy();
  flip(logOf(directory), '"kind":"user"');
  const store = fileStore({ directory });
  expect((await store.listUsers({ limit: 9 })).users).toEqual([USER]);
  await repairFolder({ directory });
  expect((await store.listUsers({ limit: 9, pending: true })).users).toEqual([USER]);
  expect(await store.readParts(USER, { after: 0, limit: 99 })).toHaveLength(4);
});

test("what was set aside goes with the next forget, and with the user", async () => {
  const directory = sample.copy();
  flip(logOf(directory), secretOf("two"));
  await repairFolder({ directory });
  expect(filesBelow(directory).some((path) => path.includes("/aside/"))).toBe(true);
  await forget(fileStore({ directory }), USER, { closing: ["two"] }, "fourth");
  expect(filesBelow(directory).filter((path) => path.includes("/aside/"))).toEqual([]);
});

test("a forget whose plan is lost is taken back by repair", async () => {
  const directory = sample.copy();
  const store = fileStore({ directory });
  const before = await store.readParts(USER, { after: 0, limit: 99 });
  const history = find(directory, "0000000003/revision.json").replace("0000000003/revision.json", "0000000004");
  mkdirSync(history);
  writeFileSync(`${history}/rewrite.json`, "damaged");
  await expect(store.readHead(USER)).rejects.toMatchObject(CORRUPT);
  expect(await repairFolder({ directory })).toMatchObject([{ sentence: expect.stringContaining("Forget again") }]);
  expect((await store.readHead(USER))?.revision).toBe(3);
  expect(await store.readParts(USER, { after: 0, limit: 99 })).toEqual(before);
});

describe("an interrupted forget whose plan cannot be read", () => {
  /** Everything that a forget does before it touches the log. */
  async function interrupted(): Promise<string> {
    const directory = sample.copy();
    const dying = { ...nodeFiles, open: refuseAppend };
    await forget(fileStore({ directory, files: dying }), USER, { closing: ["one"] }, "fourth").catch(() => undefined);
    flip(find(directory, "rewrite.json"));
    return directory;
  }

  function refuseAppend(path: string, opening: Opening): number {
    if (opening === "append") throw Object.assign(new Error("EIO"), { code: "EIO" });
    return nodeFiles.open(path, opening);
  }

  test("does not stop recording, tells what it knows, and reads no text that was forgotten", async () => {
    const directory = await interrupted();
    const store = fileStore({ directory });
    expect(await store.appendPart(USER, partOf("late"))).toMatchObject({ outcome: "stored", sequence: 5 });
    expect(await store.appendPart(USER, partOf("late", 2))).toMatchObject({ outcome: "stored", sequence: 6 });
    expect(await store.readHead(USER)).toMatchObject({ revision: 4, lastSequence: 6 });
    expect((await store.readPersona(USER))?.fields.note?.values[0]?.content).toBe("fourth");
    expect((await store.readRevisions(USER, { limit: 1 }))[0]?.schema).toBe("fourth");
    await expect(store.readParts(USER, { after: 0, limit: 9 })).rejects.toMatchObject(CORRUPT);
    await expect(store.readParts(USER, { after: 0, limit: 9 })).rejects.toThrow(
      /rewrite\.json".*interrupted forget.*lifelong doctor --repair.*forget again/,
    );
    await expect(commitNext(store, USER, "fifth")).rejects.toMatchObject(CORRUPT);
    await expect(forget(store, USER, { closing: ["one"] }, "fifth")).rejects.toMatchObject(CORRUPT);
    expect(await examineFolder({ directory })).toMatchObject([
      { kind: "damaged", sentence: expect.stringMatching(/interrupted forget.*--repair.*forget again/) },
    ]);
  });

  test("is taken back by repair, with everything recorded meanwhile, and can be done again", async () => {
    const directory = await interrupted();
    const running = fileStore({ directory });
    await running.appendPart(USER, partOf("late"));
    expect(await repairFolder({ directory })).toMatchObject([{ sentence: expect.stringContaining("Forget again") }]);
    for (const store of [running, fileStore({ directory })]) {
      expect((await store.readHead(USER))?.revision).toBe(3);
      expect(await store.readParts(USER, { after: 0, limit: 99 })).toHaveLength(5);
    }
    expect(await forget(running, USER, { closing: ["one"] }, "fourth")).toBe(4);
    expect(findBytes(directory, [secretOf("one")])).toEqual([]);
  });

  test("of which nothing else is there stops recording too", async () => {
    const directory = await interrupted();
    rmSync(find(directory, "rewrite.json").replace("rewrite.json", "history"), { recursive: true });
    await expect(fileStore({ directory }).appendPart(USER, partOf("late"))).rejects.toMatchObject(CORRUPT);
    await repairFolder({ directory });
    expect((await fileStore({ directory }).readHead(USER))?.revision).toBe(3);
  });
});

describe("the marker of the layout", () => {
  test("of a newer version is refused by every call, and nothing is touched", async () => {
    const directory = sample.copy();
    writeFileSync(`${directory}/layout.json`, '{"layout":2,"since":"later"}');
    const before = filesBelow(directory).map((path) => [path, readFileSync(path).toString("latin1")]);
    const store = fileStore({ directory });
    for (const attempt of [
      () => store.readHead(USER),
      () => store.readPersona(USER),
      () => store.appendPart(USER, partOf("late")),
      () => commitNext(store, USER, "fourth"),
      () => store.eraseUser(USER),
      () => store.listUsers({ limit: 9 }),
      () => examineFolder({ directory }),
      () => repairFolder({ directory }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "FORMAT_TOO_NEW" });
      await expect(attempt()).rejects.toThrow(/Upgrade Lifelong/);
    }
    expect(filesBelow(directory).map((path) => [path, readFileSync(path).toString("latin1")])).toEqual(before);
  });

  test("that cannot be read is an error that names it, and is written anew by repair", async () => {
    for (const damaged of ["", '{"lay', "[]", '{"layout":"one"}']) {
      const directory = sample.copy();
      writeFileSync(`${directory}/layout.json`, damaged);
      const store = fileStore({ directory });
      await expect(store.readHead(USER)).rejects.toThrow(/"layout\.json".*lifelong doctor --repair.*writes it anew/);
      expect(await examineFolder({ directory })).toMatchObject([{ kind: "damaged", path: "layout.json" }]);
      const [repair, ...others] = await repairFolder({ directory });
      expect(others).toEqual([]);
      expect(readFileSync(`${directory}/${repair?.aside}`, "utf8")).toBe(damaged);
      expect((await store.readHead(USER))?.revision).toBe(3);
      expect((await examineFolder({ directory })).map(({ kind }) => kind)).toEqual(["aside"]);
    }
  });

  test("that cannot be read and still tells of a newer version is left as it is", async () => {
    const directory = sample.copy();
    writeFileSync(`${directory}/layout.json`, '{"layout": 2, "sin');
    await expect(repairFolder({ directory })).rejects.toMatchObject({ code: "FORMAT_TOO_NEW" });
    expect(readFileSync(`${directory}/layout.json`, "utf8")).toBe('{"layout": 2, "sin');
    expect(filesBelow(directory).filter((path) => path.includes("/aside/"))).toEqual([]);
  });
});

test("what processes that died have left is ignored, and swept once it is old", async () => {
  const directory = sample.copy();
  mkdirSync(`${directory}/trash/erased`, { recursive: true });
  writeFileSync(`${directory}/trash/erased/sessions.log`, "erased text");
  const [young, old] = [`${directory}/new/young`, `${directory}/new/old`];
  for (const path of [young, old]) mkdirSync(path, { recursive: true });
  utimesSync(old, 0, 0);
  expect((await examineFolder({ directory })).map(({ kind }) => kind)).toEqual(["left", "left"]);
  const store = fileStore({ directory });
  expect((await store.listUsers({ limit: 9 })).users).toEqual([USER]);
  expect(findBytes(directory, ["erased text"])).toEqual([]);
  expect(await examineFolder({ directory })).toEqual([]);
});
