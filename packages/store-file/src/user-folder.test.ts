import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { commitNext } from "./__fixtures__/sample-user.ts";
import { filesBelow } from "./__fixtures__/scan.ts";
import { fileStore } from "./file-store.ts";
import { userFolderName } from "./user-folder.ts";

const userIds = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
  fc.constantFrom(
    "..",
    ".",
    "/",
    "\\",
    "../../etc/passwd",
    "a\0b",
    "CON",
    "nul.txt",
    "a.",
    "a ",
    "~",
    "🙂".repeat(500),
  ),
);

test("every id has a name of hexadecimal digits, and two ids never the same", () => {
  fc.assert(
    fc.property(userIds, userIds, (one, other) => {
      expect(userFolderName(one)).toMatch(/^[0-9a-f]{40}$/);
      expect(userFolderName(one) === userFolderName(other)).toBe(one === other);
    }),
  );
});

test("ids that differ in case or in composition alone have names that differ in more than case", () => {
  for (const [one, other] of [
    ["ann", "Ann"],
    ["é", "e\u0301"],
  ] as const) {
    expect(userFolderName(one).toLowerCase()).not.toBe(userFolderName(other).toLowerCase());
  }
});

test("an empty, an over-long and an ill-formed id are refused, and nothing is written", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lifelong-ids-"));
  const store = fileStore({ directory });
  for (const userId of ["", "a".repeat(1_001), "\ud800", "a\udc00b"]) {
    await expect(commitNext(store, userId, "x")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(store.eraseUser(userId)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  }
  expect(filesBelow(directory)).toEqual([]);
  rmSync(directory, { recursive: true });
});

test("whatever the id, its files stay within the data folder, and it is listed as it is", async () => {
  const root = mkdtempSync(join(tmpdir(), "lifelong-ids-"));
  const directory = join(root, "data");
  const store = fileStore({ directory });
  const written = new Set<string>();
  await fc.assert(
    fc.asyncProperty(userIds, async (userId) => {
      if (written.has(userId)) return;
      written.add(userId);
      await commitNext(store, userId, "x");
      expect((await store.readPersona(userId))?.userId).toBe(userId);
    }),
    { numRuns: 60 },
  );
  expect(new Set((await store.listUsers({ limit: 1_000 })).users)).toEqual(written);
  expect(filesBelow(root).every((path) => path.startsWith(`${directory}/`))).toBe(true);
  rmSync(root, { recursive: true });
});
