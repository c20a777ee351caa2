import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commitNext, partOf } from "./__fixtures__/sample-user.ts";
import { examineFolder, repairFolder } from "./doctor.ts";
import { fileStore } from "./file-store.ts";

const root = mkdtempSync(join(tmpdir(), "lifelong-place-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(join(root, "plain"), "a file");
symlinkSync(join(root, "nowhere"), join(root, "dangling"));

const USER = "somebody";

for (const [place, directory] of [
  ["is a file", join(root, "plain")],
  ["lies below a file", join(root, "plain", "below", "data")],
  ["is a link that leads nowhere", join(root, "dangling")],
] as const) {
  test(`a data folder that ${place} is an error of every call, reads included, which names it`, async () => {
    const store = fileStore({ directory });
    for (const attempt of [
      () => store.readHead(USER),
      () => store.readPersona(USER),
      () => store.readBase(USER),
      () => store.readRevisions(USER, { limit: 9 }),
      () => store.readParts(USER, { after: 0, limit: 9 }),
      () => store.readSession(USER, "one"),
      () => store.appendPart(USER, partOf("one")),
      () => commitNext(store, USER, "first"),
      () => store.eraseUser(USER),
      () => store.listUsers({ limit: 9 }),
      () => examineFolder({ directory }),
      () => repairFolder({ directory }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      await expect(attempt()).rejects.toThrow(`The data folder "${directory}" cannot be used`);
      await expect(attempt()).rejects.toThrow(/is not a folder\. Choose another data folder/);
    }
    expect(readFileSync(join(root, "plain"), "utf8")).toBe("a file");
  });
}

test("a data folder that cannot be made is named whole", async () => {
  const directory = join(root, "n".repeat(300), "data");
  const attempt = fileStore({ directory }).appendPart(USER, partOf("one"));
  await expect(attempt).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await expect(attempt).rejects.toThrow(`The data folder "${directory}" could not be read or written (ENAMETOOLONG).`);
});

test("a data folder that is reached by a link, or is not there yet, holds nobody", async () => {
  mkdirSync(join(root, "real"));
  symlinkSync(join(root, "real"), join(root, "link"));
  for (const directory of [join(root, "link"), join(root, "link", "below"), join(root, "not", "yet")]) {
    const store = fileStore({ directory });
    expect(await store.readHead(USER)).toBeNull();
    expect(await store.appendPart(USER, partOf("one"))).toMatchObject({ outcome: "stored" });
  }
});
