import { memoryStore, PersonaError, type PersonaStore } from "@lifelong/core";
import { storeContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { lateStore } from "./late-store.ts";

describe("a store that is opened late meets the contract", () => {
  for (const { name, run } of storeContract) {
    test(name, async () => {
      const store = memoryStore();
      await run(async () => lateStore("late", async () => store));
    });
  }
});

test("opens once for calls at the same time, and again after a failure", async () => {
  let attempts = 0;
  let isAway = true;
  const late = lateStore("late", async () => {
    attempts += 1;
    if (isAway) throw new PersonaError("STORE_UNAVAILABLE", "Nobody answers.");
    return memoryStore();
  });
  expect(attempts).toBe(0);
  const calls = await Promise.allSettled([late.readHead("u"), late.readPersona("u"), late.examine?.()]);
  expect(calls.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(attempts).toBe(1);
  isAway = false;
  expect(await late.readHead("u")).toBeNull();
  expect(await late.examine?.()).toEqual([]);
  expect(attempts).toBe(2);
});

test("closes what it has opened, and nothing else", async () => {
  let closed = 0;
  const store: PersonaStore = {
    ...memoryStore(),
    async close() {
      closed += 1;
    },
  };
  const [unopened, opened] = [lateStore("late", async () => store), lateStore("late", async () => store)];
  await unopened.close?.();
  expect(closed).toBe(0);
  await opened.readHead("u");
  await opened.close?.();
  expect(closed).toBe(1);
});
