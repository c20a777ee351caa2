import { expect, test } from "vitest";
import { createTraffic } from "./traffic.ts";

test("a user has so many calls and streams under way, each user for themself", () => {
  const traffic = createTraffic({ call: 1, stream: 1 });
  const end = traffic.begin("ada", "call");
  expect(end).toBeDefined();
  expect(traffic.begin("ada", "call")).toBeUndefined();
  expect(traffic.begin("ada", "stream")).toBeDefined();
  expect(traffic.begin("bob", "call")).toBeDefined();
  end?.();
  end?.();
  expect(traffic.begin("ada", "call")).toBeDefined();
  expect(traffic.begin("ada", "call")).toBeUndefined();
});

test("the end waits for calls, not for streams", async () => {
  const traffic = createTraffic({ call: 9, stream: 9 });
  traffic.begin("ada", "stream");
  expect(await traffic.drained(1_000_000)).toBe(0);
  const ends = [traffic.begin("ada", "call"), traffic.begin("bob", "call")];
  let isDrained = false;
  const drained = traffic.drained(1_000_000).then((left) => {
    isDrained = true;
    return left;
  });
  ends[0]?.();
  await Promise.resolve();
  expect(isDrained).toBe(false);
  ends[1]?.();
  expect(await drained).toBe(0);
});

test("the end does not wait for ever, and tells what is left", async () => {
  const traffic = createTraffic({ call: 9, stream: 9 });
  traffic.begin("ada", "call");
  expect(await traffic.drained(1)).toBe(1);
});
