import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { emptyPersona } from "@lifelong/core";
import { storeContract } from "@lifelong/core/testing";
import { afterAll, describe, expect, test } from "vitest";
import { sqliteStore } from "./sqlite-store.ts";

describe("the SQLite store", () => {
  const directory = mkdtempSync(join(tmpdir(), "lifelong-sqlite-"));
  const path = join(directory, "personas.sqlite");
  afterAll(() => rmSync(directory, { recursive: true }));

  for (const { name, run } of storeContract) test(name, () => run(async () => sqliteStore({ path })));

  test("says that a document is corrupt, and does not take it for absent", async () => {
    const store = sqliteStore({ path });
    const revision = { format: 1, revision: 1, at: "", schema: "", changes: [], refusals: [] };
    await store.commitPersona(
      { ...emptyPersona("ana"), revision: 1 },
      { ...revision, cause: { kind: "command" } },
      null,
    );
    const database = new DatabaseSync(path);
    database.exec("UPDATE life SET persona = substr(persona, 5) WHERE user = 'ana'");
    database.close();
    await expect(store.readPersona("ana")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await store.close?.();
  });

  test("says that the medium is out of reach", async () => {
    expect(() => sqliteStore({ path: join(directory, "missing", "personas.sqlite") })).toThrow(
      expect.objectContaining({ code: "STORE_UNAVAILABLE" }),
    );
    const store = sqliteStore({ path });
    await store.close?.();
    await expect(store.readHead("ana")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  test("leaves nothing of a forgotten text in its file", async () => {
    const alone = join(directory, "alone.sqlite");
    const store = sqliteStore({ path: alone });
    const at = "2026-03-01T09:00:00.000Z";
    const part = { sessionId: "secret id", number: 1, firstMessage: 0, startedAt: at, recordedAt: at };
    const messages = [{ role: "user", text: "secret words ".repeat(5_000) }] as const;
    await store.appendPart("ana", { ...part, source: "witnessed", messages });
    const expected = await store.readHead("ana");
    expect(readFileSync(alone, "latin1")).toContain("secret words");
    if (expected === null) return expect.unreachable();
    await store.rewriteHistory("ana", expected, {
      base: null,
      revisions: [],
      revision: { format: 1, revision: 1, at, cause: { kind: "forget" }, schema: "", changes: [], refusals: [] },
      persona: { ...emptyPersona("ana"), revision: 1 },
      erase: [{ sessionId: "secret id" }],
    });
    expect(readdirSync(directory).filter((name) => name.startsWith("alone"))).toEqual(["alone.sqlite"]);
    expect(readFileSync(alone, "latin1")).not.toContain("secret");
    await store.close?.();
  });
});
