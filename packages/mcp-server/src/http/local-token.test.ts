import * as crypto from "node:crypto";
import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openWorkplace, type Workplace } from "../testing/command-process.ts";
import { isSameToken, openLocalToken } from "./local-token.ts";

vi.mock("node:crypto", { spy: true });

let workplace: Workplace;
let directory: string;
beforeAll(async () => {
  workplace = await openWorkplace();
  directory = join(workplace.directory, "data");
});
afterAll(async () => workplace[Symbol.asyncDispose]());

test("of many processes that start at once, one makes the token, for its owner alone, and all have the same", async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, () => openLocalToken(directory)));
  expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(opened.map(({ token }) => token)).size).toBe(1);
  expect(await readdir(directory)).toEqual(["http-token"]);
  expect((await stat(join(directory, "http-token"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(directory, "http-token"), "utf8")).toBe(`${opened[0]?.token}\n`);
});

test("a removed token is followed by another", async () => {
  const { token, path } = await openLocalToken(directory);
  await rm(path);
  const next = await openLocalToken(directory);
  expect(next.isNew).toBe(true);
  expect(next.token).not.toBe(token);
});

test.skipIf(process.platform === "win32")("a token that others may read is not used", async () => {
  const { path, token } = await openLocalToken(directory);
  await chmod(path, 0o640);
  const opening = openLocalToken(directory);
  await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION", message: expect.stringContaining("Remove") });
  await expect(opening).rejects.not.toThrowError(token);
  await rm(path);
});

test("a file that holds no token is not used, and not written over", async () => {
  const path = join(directory, "http-token");
  await writeFile(path, "short", { mode: 0o600 });
  await expect(openLocalToken(directory)).rejects.toMatchObject({ code: "CONFIGURATION" });
  expect(await readFile(path, "utf8")).toBe("short");
});

test("a folder that cannot be had is told", async () => {
  const opening = openLocalToken(join(directory, "http-token", "inside"));
  await expect(opening).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
});

test("tokens are compared in a time that tells nothing: by digests of one length, whole", () => {
  const compare = vi.mocked(crypto.timingSafeEqual);
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      compare.mockClear();
      expect(isSameToken(one, other)).toBe(one === other);
      expect(isSameToken(one, one)).toBe(true);
      expect(compare).toHaveBeenCalledTimes(2);
      for (const [left, right] of compare.mock.calls) expect([left.byteLength, right.byteLength]).toEqual([32, 32]);
    }),
  );
});
