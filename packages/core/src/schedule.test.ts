import { describe, expect, test } from "vitest";
import {
  adaptiveSessions,
  anyOf,
  everyRecord,
  everySessions,
  manual,
  olderThan,
  type PastUpdate,
  pendingTokens,
  type Situation,
} from "./schedule.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const minutesAgo = (minutes: number) => async () => new Date(NOW.getTime() - minutes * 60_000);

function situation(some: Partial<Situation>): Situation {
  return {
    occasion: "record",
    now: NOW,
    watermark: { sequence: 0, ordinal: 0 },
    pending: 0,
    unread: false,
    pendingTokens: () => expect.fail("This policy costs no read."),
    recordedTokens: () => expect.fail("This policy costs no read."),
    updates: () => expect.fail("This policy costs no read."),
    oldestAt: () => expect.fail("This policy costs no read."),
    newestAt: () => expect.fail("This policy costs no read."),
    ...some,
  };
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
    async (occasion) => {
      expect(await due(situation({ occasion, pending: 3, newestAt: minutesAgo(9) }))).toBe(false);
      expect(await due(situation({ occasion, pending: 3, newestAt: minutesAgo(11) }))).toBe(true);
      expect(due(situation({ occasion, pending: 2 }))).toBe(false);
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

test("olderThan is due once the oldest pending part has waited that long, and names the time before", async () => {
  const due = olderThan(60 * 60_000);
  const oldestAt = minutesAgo(59);
  const oldest = await oldestAt();
  expect(await due(situation({ oldestAt }))).toEqual(new Date((oldest?.getTime() ?? 0) + 60 * 60_000));
  expect(await due(situation({ oldestAt: minutesAgo(60) }))).toBe(true);
  expect(await due(situation({ oldestAt: async () => undefined }))).toBe(false);
});

test("anyOf is due at the first time that its policies name, if none is due now", async () => {
  const oldestAt = minutesAgo(10);
  const oldest = await oldestAt();
  const named = (minutes: number) => new Date((oldest?.getTime() ?? 0) + minutes * 60_000);
  const both = anyOf(olderThan(90 * 60_000), manual(), olderThan(30 * 60_000));
  expect(await both(situation({ oldestAt }))).toEqual(named(30));
  expect(await anyOf(olderThan(90 * 60_000), everyRecord())(situation({ oldestAt, unread: true }))).toBe(true);
});

test("anyOf is due when one of its policies is", async () => {
  const due = anyOf(everySessions(3), olderThan(60 * 60_000));
  expect(await due(situation({ begun: 1, oldestAt: minutesAgo(61) }))).toBe(true);
  expect(await due(situation({ begun: 3 }))).toBe(true);
  expect(await due(situation({ begun: 2, oldestAt: minutesAgo(59) }))).not.toBe(true);
});

test("manual is never due", () => {
  expect(manual()(situation({ occasion: "update", pending: 99, unread: true }))).toBe(false);
});

describe("adaptiveSessions", () => {
  const nothing: PastUpdate = { failed: false, changed: 0, replaced: 0 };
  const some: PastUpdate = { failed: false, changed: 2, replaced: 0 };
  const contradiction: PastUpdate = { failed: false, changed: 1, replaced: 1 };
  /** The number of pending sessions from which on it is due, given the updates so far, oldest first. */
  async function kAfter(...updates: readonly PastUpdate[]): Promise<number> {
    const due = adaptiveSessions();
    for (let pending = 1; pending <= 20; pending += 1) {
      const asked = situation({ occasion: "update", pending, updates: async () => updates.toReversed() });
      if (await due(asked)) return pending;
    }
    return expect.fail("It is due at last.");
  }

  test("begins with three, and stays there while updates change something", async () => {
    expect(await kAfter()).toBe(3);
    expect(await kAfter(some, some)).toBe(3);
  });

  test("stretches while nothing changes, up to twelve", async () => {
    expect(await kAfter(nothing)).toBe(5);
    expect(await kAfter(nothing, nothing)).toBe(8);
    expect(await kAfter(...Array.from({ length: 9 }, () => nothing))).toBe(12);
  });

  test("shrinks after a contradiction, down to one", async () => {
    expect(await kAfter(nothing, nothing, contradiction)).toBe(4);
    expect(await kAfter(contradiction, contradiction, contradiction)).toBe(1);
  });

  test("learns nothing from an update that failed", async () => {
    expect(await kAfter({ failed: true, changed: 0, replaced: 0 })).toBe(3);
  });

  test("lets exactly one record of each k sessions start a run", async () => {
    const due = adaptiveSessions();
    const began = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((begun) => due(situation({ begun, pending: begun, updates: async () => [] }))),
    );
    expect(began).toEqual([false, false, true, false, false, true]);
  });
});

describe("pendingTokens", () => {
  const due = pendingTokens(500);

  test("is due at the record whose part makes the sum reach so many, and a multiple of it", async () => {
    const recorded = (...parts: readonly (readonly [before: number, after: number])[]) =>
      due(situation({ unread: true, recordedTokens: async () => parts.map(([before, after]) => ({ before, after })) }));
    expect(await recorded([400, 499])).toBe(false);
    expect(await recorded([499, 500])).toBe(true);
    expect(await recorded([500, 999])).toBe(false);
    expect(await recorded([999, 2_100])).toBe(true);
    expect(await recorded([400, 450], [600, 700])).toBe(false);
    expect(await recorded([400, 450], [450, 700])).toBe(true);
    expect(await recorded()).toBe(false);
  });

  test("is due as an update ends while so many are pending", async () => {
    const asked = (tokens: number) =>
      due(situation({ occasion: "update", unread: true, pendingTokens: async () => tokens }));
    expect([await asked(499), await asked(500), await asked(700)]).toEqual([false, true, true]);
  });

  test.each(["start", "read"] as const)(
    "on %s, is due only when the newest part is older than ten minutes",
    async (occasion) => {
      const asked = (tokens: number, newestAt: Situation["newestAt"]) =>
        due(situation({ occasion, unread: true, newestAt, pendingTokens: async () => tokens }));
      expect(await asked(500, minutesAgo(9))).toBe(false);
      expect(await asked(500, minutesAgo(11))).toBe(true);
      expect(await asked(499, minutesAgo(11))).toBe(false);
    },
  );

  test.each(["start", "read", "record", "update"] as const)(
    "on %s, reads nothing while nothing is unread",
    async (occasion) => {
      expect(await due(situation({ occasion, unread: false }))).toBe(false);
    },
  );
});
