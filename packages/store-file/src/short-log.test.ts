import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SampleFolder, sampleFolder, USER } from "./__fixtures__/sample-folder.ts";
import { commitNext, forget, partOf, secretOf } from "./__fixtures__/sample-user.ts";
import { filesBelow, findBytes } from "./__fixtures__/scan.ts";
import { examineFolder, repairFolder } from "./doctor.ts";
import { fileStore } from "./file-store.ts";

let sample: SampleFolder;
beforeAll(async () => {
  sample = await sampleFolder();
});
afterAll(() => sample.remove());

function logOf(directory: string): string {
  return filesBelow(directory).find((path) => /sessions-[0-9a-f]+\.log$/.test(path)) as string;
}

/** Cuts the log off in the middle of the record that holds the text. */
function cutAt(directory: string, text: string): void {
  truncateSync(logOf(directory), readFileSync(logOf(directory)).indexOf(text));
}

describe("a log that has lost its end", () => {
  test("gives no number again that a revision has seen, in any process, before and after others are recorded", async () => {
    const directory = sample.copy();
    const running = fileStore({ directory });
    await running.readParts(USER, { after: 0, limit: 99 });
    cutAt(directory, secretOf("two"));
    const other = fileStore({ directory });
    expect((await other.readHead(USER))?.lastSequence).toBe(1);
    expect(await other.appendPart(USER, partOf("late"))).toEqual({ outcome: "stored", sequence: 5, session: 4 });
    expect(await running.appendPart(USER, partOf("later"))).toEqual({ outcome: "stored", sequence: 6, session: 5 });
    expect(await running.appendPart(USER, partOf("one", 2))).toEqual({ outcome: "stored", sequence: 7, session: 1 });
    for (const store of [running, other, fileStore({ directory })]) {
      const parts = await store.readParts(USER, { after: 4, limit: 99 });
      expect(parts.map(({ sequence, ordinal }) => [sequence, ordinal])).toEqual([
        [5, 4],
        [6, 5],
        [7, 1],
      ]);
      expect(await store.readHead(USER)).toMatchObject({ lastSequence: 7, sessions: 5 });
    }
  });

  test("keeps its numbers through commits and a forget, and when it is cut off again", async () => {
    const directory = sample.copy();
    const store = fileStore({ directory });
    cutAt(directory, secretOf("two"));
    expect(await commitNext(store, USER, "fourth")).toBe(4);
    expect(await forget(store, USER, { closing: ["one"] }, "fifth")).toBe(5);
    for (let revision = 6; revision < 12; revision += 1) await commitNext(fileStore({ directory }), USER, "more");
    expect(await fileStore({ directory }).appendPart(USER, partOf("late"))).toMatchObject({ sequence: 5, session: 4 });
    await commitNext(store, USER, "twelfth");
    cutAt(directory, secretOf("late"));
    expect(await store.appendPart(USER, partOf("latest"))).toMatchObject({ sequence: 6, session: 5 });
  });

  test("that grew again past where a process had read is read anew", async () => {
    const directory = sample.copy();
    const running = fileStore({ directory });
    await running.readParts(USER, { after: 0, limit: 99 });
    cutAt(directory, secretOf("two"));
    const long = { messages: [{ role: "user" as const, text: "a".repeat(9_000) }] };
    await fileStore({ directory }).appendPart(USER, { ...partOf("late"), ...long });
    expect(await running.appendPart(USER, partOf("two"))).toMatchObject({ outcome: "stored", sequence: 6 });
    const parts = await running.readParts(USER, { after: 0, limit: 99 });
    expect(parts.map(({ sessionId }) => sessionId)).toEqual(["one", "late", "two"]);
  });

  test("counts sessions alike from its end and as a whole when an older session goes on first", async () => {
    const directory = sample.copy();
    const store = fileStore({ directory });
    cutAt(directory, secretOf("two"));
    expect(await store.appendPart(USER, partOf("one", 2))).toEqual({ outcome: "stored", sequence: 5, session: 1 });
    for (const reader of [store, fileStore({ directory })]) {
      expect(await reader.readHead(USER)).toMatchObject({ lastSequence: 5, sessions: 3 });
    }
  });

  test("takes no part that brings a number which was given before", async () => {
    const directory = sample.copy();
    cutAt(directory, secretOf("two"));
    const store = fileStore({ directory });
    expect(await store.appendPart(USER, { ...partOf("late"), sequence: 4 })).toEqual({ outcome: "conflict" });
    expect(await store.appendPart(USER, { ...partOf("late"), sequence: 9 })).toMatchObject({ sequence: 9 });
  });

  test("numbers above what the revision before had seen when the newest does not tell", async () => {
    const directory = sample.copy();
    cutAt(directory, secretOf("two"));
    rmSync(filesBelow(directory).find((path) => path.endsWith("0000000003/log.json")) as string);
    expect(await fileStore({ directory }).appendPart(USER, partOf("late"))).toMatchObject({ sequence: 5, session: 4 });
  });

  test("is told by doctor until a repair goes on without it, whether others were recorded meanwhile or not", async () => {
    for (const [late, next] of [
      [false, /2 conversations are missing.*put it back before anything else/],
      [true, /2 conversations are missing.*do not put an older copy back/],
    ] as const) {
      const directory = sample.copy();
      const store = fileStore({ directory });
      expect(await examineFolder({ directory })).toEqual([]);
      cutAt(directory, secretOf("two"));
      if (late) await store.appendPart(USER, partOf("late"));
      expect(await examineFolder({ directory })).toMatchObject([
        {
          kind: "missing",
          path: expect.stringMatching(/sessions-[0-9a-f]+\.log$/),
          sentence: expect.stringMatching(next),
        },
      ]);
      expect(await repairFolder({ directory })).toMatchObject([
        { sentence: expect.stringContaining("2 conversations") },
      ]);
      expect(await examineFolder({ directory })).toEqual([]);
      expect(await repairFolder({ directory })).toEqual([]);
      expect(await store.appendPart(USER, partOf("after"))).toMatchObject({ sequence: late ? 6 : 5 });
      expect(await examineFolder({ directory })).toEqual([]);
      expect((await store.readHead(USER))?.revision).toBe(3);
    }
  });

  test("in the middle of a conversation is told as well", async () => {
    const directory = sample.copy();
    cutAt(directory, `${secretOf("one")} said in part 2`);
    expect(await examineFolder({ directory })).toMatchObject([
      { kind: "missing", sentence: expect.stringContaining("the end of a conversation is missing") },
    ]);
  });

  test("is not told of when numbers were brought along, parts were forgotten, or writers raced", async () => {
    const directory = sample.copy();
    const stores = [fileStore({ directory }), fileStore({ directory }), fileStore({ directory })] as const;
    await stores[0].appendPart(USER, { ...partOf("copied"), sequence: 40 });
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(stores.map((store, at) => store.appendPart(USER, partOf(`raced-${round}-${at}`))));
      await Promise.all(stores.map((store) => store.appendPart(USER, partOf(`same-${round}`))));
      await commitNext(stores[round % 3] as (typeof stores)[0], USER, `${round}`);
    }
    await forget(stores[1], USER, { closing: ["copied", "one"], emptying: ["two"] }, "forgotten");
    expect(await examineFolder({ directory })).toEqual([]);
  });
});

test("how far the log had come is made again when that alone is damaged", async () => {
  const directory = sample.copy();
  const path = filesBelow(directory).find((name) => name.endsWith("0000000003/log.json")) as string;
  const whole = readFileSync(path);
  writeFileSync(path, "damaged");
  expect(await examineFolder({ directory })).toMatchObject([
    { kind: "damaged", path: expect.stringMatching(/log\.json$/) },
  ]);
  expect(await repairFolder({ directory })).toMatchObject([{ sentence: expect.stringContaining("Nothing is lost") }]);
  expect(readFileSync(path)).toEqual(whole);
});

describe("a folder of a user", () => {
  test("without its log keeps the persona, and records above what was used", async () => {
    const directory = sample.copy();
    const running = fileStore({ directory });
    const persona = await running.readPersona(USER);
    rmSync(logOf(directory));
    await expect(running.appendPart(USER, partOf("late"))).rejects.toThrow(
      /sessions-[0-9a-f]+\.log" in the data folder is missing.*backup.*doctor --repair.*keeps what was learned/,
    );
    expect(await examineFolder({ directory })).toMatchObject([
      { kind: "damaged", sentence: expect.stringMatching(/sessions-[0-9a-f]+\.log" .* is missing/) },
    ]);
    expect(await repairFolder({ directory })).toMatchObject([{ sentence: expect.stringContaining("3 conversations") }]);
    expect(await examineFolder({ directory })).toEqual([]);
    for (const store of [running, fileStore({ directory })]) {
      expect(await store.readPersona(USER)).toEqual(persona);
      expect(await store.readRevisions(USER, { limit: 9 })).toHaveLength(3);
    }
    expect(await running.appendPart(USER, partOf("late"))).toEqual({ outcome: "stored", sequence: 5, session: 4 });
    expect((await running.listUsers({ limit: 9, pending: true })).users).toEqual([USER]);
    expect(await forget(running, USER, { closing: ["late"] }, "fourth")).toBe(4);
    expect(await examineFolder({ directory })).toEqual([]);
  });

  test("without its log, and with a forget that was interrupted, has forgotten and goes on", async () => {
    const directory = sample.copy();
    const store = fileStore({ directory });
    await forget(store, USER, { closing: ["one"] }, "fourth");
    rmSync(logOf(directory));
    expect(await repairFolder({ directory })).toHaveLength(1);
    expect((await store.readHead(USER))?.revision).toBe(4);
    expect(await store.appendPart(USER, partOf("late"))).toMatchObject({ sequence: 5 });
  });

  test("without its history keeps the sessions", async () => {
    const directory = sample.copy();
    const store = fileStore({ directory });
    const parts = await store.readParts(USER, { after: 0, limit: 99 });
    const folder = dirname(logOf(directory));
    for (const name of readdirSync(folder))
      if (name.startsWith("history-")) rmSync(`${folder}/${name}`, { recursive: true });
    await expect(fileStore({ directory }).readHead(USER)).rejects.toThrow(/history-.* is missing.*keeps all sessions/);
    expect(await repairFolder({ directory })).toMatchObject([{ sentence: expect.stringContaining("begins anew") }]);
    const reader = fileStore({ directory });
    expect(await reader.readParts(USER, { after: 0, limit: 99 })).toEqual(parts);
    expect(await commitNext(reader, USER, "anew")).toBe(1);
    expect(await examineFolder({ directory })).toEqual([]);
  });

  test("in which neither can be read is set aside as it is, the user begins anew, and forgetting removes it", async () => {
    const directory = sample.copy();
    rmSync(logOf(directory));
    for (const path of filesBelow(directory).filter((name) => name.endsWith("persona.json")))
      writeFileSync(path, "gone");
    const before = filesBelow(directory).filter((path) => path.includes("/users/")).length;
    const [repair] = await repairFolder({ directory });
    expect(filesBelow(`${directory}/${repair?.aside}`)).toHaveLength(before);
    const store = fileStore({ directory });
    expect(await store.readHead(USER)).toBeNull();
    expect(await store.appendPart(USER, partOf("new"))).toMatchObject({ outcome: "stored", sequence: 1 });
    expect((await examineFolder({ directory })).map(({ kind }) => kind)).toEqual(["aside"]);
    await forget(store, USER, { closing: ["new"] }, "first");
    expect(findBytes(directory, ["third"])).toEqual([]);
    expect(readdirSync(`${directory}/aside`)).toEqual([]);
  });
});
