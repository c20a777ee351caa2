import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeContract } from "@lifelong/core/testing";
import { afterAll, describe, test } from "vitest";
import { fileStore } from "./file-store.ts";

const directory = mkdtempSync(join(tmpdir(), "lifelong-store-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("the store contract", () => {
  for (const { name, run } of storeContract) test(name, () => run(async () => fileStore({ directory })));
});
