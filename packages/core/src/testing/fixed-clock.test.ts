import { expect, test } from "vitest";
import { fixedClock } from "./fixed-clock.ts";

test("stands still until it is moved", () => {
  const clock = fixedClock("2026-03-01T09:00:00.000Z");
  expect(clock().toISOString()).toBe("2026-03-01T09:00:00.000Z");
  expect(clock().toISOString()).toBe("2026-03-01T09:00:00.000Z");
  clock.advance(90_000);
  expect(clock().toISOString()).toBe("2026-03-01T09:01:30.000Z");
  clock.advance(-30_000);
  expect(clock().toISOString()).toBe("2026-03-01T09:01:00.000Z");
  clock.set("2027-01-01T00:00:00.000Z");
  expect(clock().toISOString()).toBe("2027-01-01T00:00:00.000Z");
});

test("gives a date of its own to everyone", () => {
  const clock = fixedClock();
  clock().setFullYear(1970);
  expect(clock().getFullYear()).toBe(2026);
});
