import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { modelContract } from "./model-contract.ts";
import { MODEL_FAULTS, referenceWire } from "./reference-model.ts";

describe.concurrent("the reference model", () => {
  for (const { name, run } of modelContract) test(name, () => run(referenceWire()));
});

describe.concurrent("the model contract", () => {
  const caughtBy = new Map<string, readonly string[]>();

  for (const fault of MODEL_FAULTS) {
    test(`catches a model that ${fault}`, async () => {
      const outcomes = await Promise.all(
        modelContract.map(async ({ name, run }) => ((await fails(() => run(referenceWire(fault)))) ? [name] : [])),
      );
      caughtBy.set(fault, outcomes.flat());
      expect(outcomes.flat()).not.toEqual([]);
    });
  }

  test("has no two cases of one name", () => {
    const names = modelContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test("is as large as docs/write-a-provider.md says", () => {
    const page = readFileSync(new URL("../../../../docs/write-a-provider.md", import.meta.url), "utf8");
    expect(page).toContain(`${modelContract.length} cases`);
    expect(page).toContain(`${MODEL_FAULTS.length} models that are each wrong in one way`);
  });

  afterAll(() => {
    // Of a part of the tests nothing can be said.
    if (caughtBy.size < MODEL_FAULTS.length) return;
    const useful = new Set([...caughtBy.values()].flat());
    const idle = modelContract.map(({ name }) => name).filter((name) => !useful.has(name));
    // Variants of one rule for other statuses, and the names that every reply carries.
    expect(idle.filter((name) => !/\d{3}|names its provider/.test(name))).toEqual([]);
  });
});

async function fails(run: () => Promise<void>): Promise<boolean> {
  return run().then(
    () => false,
    () => true,
  );
}
