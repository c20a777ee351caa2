import { describe, expect, test } from "vitest";
import { anyOf, everyRecord, everySessions, manual, olderThan, type Situation } from "./schedule.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function situation(some: Partial<Situation>): Situation {
  return { occasion: "record", now: NOW, watermark: { sequence: 0, ordinal: 0 }, pending: 0, unread: false, ...some };
}

describe("everySessions", () => {
  const due = everySessions(3);

  test("is due at the record that begins every third session after the watermark", () => {
    const watermark = { sequence: 9, ordinal: 4 };
    const began = (begun: number) => due(situation({ watermark, begun, pending: begun - 4 }));
    expect([5, 6, 7, 8, 9, 10].map(began)).toEqual([false, false, true, false, false, true]);
  });

  test("is not due at a later part of a counted session", () => {
    expect(due(situation({ pending: 3, unread: true }))).toBe(false);
  });

  test("is due as an update ends when k sessions are pending again", () => {
    expect(due(situation({ occasion: "update", pending: 2 }))).toBe(false);
    expect(due(situation({ occasion: "update", pending: 3 }))).toBe(true);
  });

  test.each(["start", "read"] as const)(
    "on %s, is due only when the newest part is older than ten minutes",
    (occasion) => {
      expect(due(situation({ occasion, pending: 3, newestAt: minutesAgo(9) }))).toBe(false);
      expect(due(situation({ occasion, pending: 3, newestAt: minutesAgo(11) }))).toBe(true);
      expect(due(situation({ occasion, pending: 2, newestAt: minutesAgo(11) }))).toBe(false);
    },
  );

  test("counts by three when no k is given", () => {
    expect(everySessions()(situation({ begun: 3, pending: 3 }))).toBe(true);
    expect(everySessions()(situation({ begun: 2, pending: 2 }))).toBe(false);
  });
});

test("everyRecord is due while anything is unread", () => {
  expect(everyRecord()(situation({ unread: true }))).toBe(true);
  expect(everyRecord()(situation({ unread: false }))).toBe(false);
});

test("olderThan is due once the oldest pending part has waited that long", () => {
  const due = olderThan(60 * 60_000);
  expect(due(situation({ oldestAt: minutesAgo(59) }))).toBe(false);
  expect(due(situation({ oldestAt: minutesAgo(60) }))).toBe(true);
  expect(due(situation({}))).toBe(false);
});

test("anyOf is due when one of its policies is", () => {
  const due = anyOf(everySessions(3), olderThan(60 * 60_000));
  expect(due(situation({ begun: 1, oldestAt: minutesAgo(61) }))).toBe(true);
  expect(due(situation({ begun: 3 }))).toBe(true);
  expect(due(situation({ begun: 2 }))).toBe(false);
});

test("manual is never due", () => {
  expect(manual()(situation({ occasion: "update", pending: 99, unread: true }))).toBe(false);
});
