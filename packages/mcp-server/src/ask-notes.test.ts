import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimDailyAsk } from "./ask-notes.ts";

test("a host is asked once a day and profile, by whichever process is first", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const store = { scheme: "file", directory } as const;
  const day = new Date("2026-03-01T10:00:00Z");
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimDailyAsk(store, "ada", day)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await claimDailyAsk(store, "bea", day)).toBe(true);
  expect(await claimDailyAsk(store, "ada", new Date("2026-03-01T23:59:59Z"))).toBe(false);
  expect(await claimDailyAsk(store, "ada", new Date("2026-03-02T00:00:01Z"))).toBe(true);
  expect(await readdir(join(directory, "asked"))).toHaveLength(2);
  await rm(directory, { recursive: true });
});
