import { expect, test } from "vitest";
import { ago } from "./ago.ts";

const NOW = new Date("2026-03-14T12:00:00Z");

test.for([
  ["2026-03-14T11:59:30Z", "just now"],
  ["2026-03-14T11:59:00Z", "1 minute ago"],
  ["2026-03-14T09:00:00Z", "3 hours ago"],
  ["2026-03-13T11:00:00Z", "yesterday"],
  ["2026-03-01T12:00:00Z", "13 days ago"],
  ["2026-02-01T12:00:00Z", "on 2026-02-01"],
  ["2026-03-16T12:00:00Z", "in 2 days"],
  ["", "at an unknown time"],
] as const)("%s is %s", ([time, words]) => {
  expect(ago(time, NOW)).toBe(words);
});
