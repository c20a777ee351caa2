import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { createCeilings } from "./ceiling.ts";
import { createPersonalizer, type PersonalizerOptions } from "./create-personalizer.ts";
import { PersonaError } from "./errors.ts";
import type { Entry } from "./ledger.ts";
import { memoryStore } from "./memory-store.ts";
import type { Optimizer } from "./optimizer.ts";
import { deepPass } from "./pass.ts";
import { everySessions, manual } from "./schedule.ts";
import type { PersonaStore } from "./store.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { type ScriptedReply, scriptedOptimizer } from "./testing/scripted-optimizer.ts";
import type { Usage } from "./usage.ts";

const HOUR = 60 * 60 * 1000;
const usage = { calls: 2, inputTokens: 900, outputTokens: 100 };
const costly: ScriptedReply = () => ({ operations: [], model: "acme:one", usage });

function open({
  ceiling,
  total,
  reply = costly,
  policy = manual(),
  store = memoryStore(),
}: {
  ceiling?: PersonalizerOptions["ceiling"];
  total?: PersonalizerOptions["ceiling"];
  reply?: ScriptedReply;
  policy?: ReturnType<typeof manual>;
  store?: PersonaStore;
}) {
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const optimizer = scriptedOptimizer(reply);
  const personalizer = createPersonalizer({
    store,
    passes: [deepPass(optimizer, { policy, ceiling })],
    ceiling: total,
    now: clock,
  });
  let told = 0;
  const update = async (userId = "ana") => {
    told += 1;
    await personalizer.recordSession(userId, { id: `s${told}`, messages: [{ role: "user", text: `I like ${told}` }] });
    return (await personalizer.optimize(userId)).outcome;
  };
  return { store, clock, optimizer, personalizer, update };
}

describe("a ceiling for one user", () => {
  test("of calls ends in an outcome of its own, and asks no model; what is recorded waits", async () => {
    const { personalizer, optimizer, update, clock } = open({ ceiling: { callsPerDay: 4 } });
    expect([await update(), await update(), await update()]).toEqual(["committed", "committed", "limited"]);
    expect(optimizer.briefs).toHaveLength(2);
    const report = await personalizer.optimize("ana");
    expect(report).toMatchObject({ outcome: "limited", pending: 1, revision: 2 });
    expect(report.reason).toContain("4 calls for this user");
    expect(report.reason).toContain("2026-03-02 10:00 UTC");
    expect((await personalizer.status("ana")).passes[0]?.reason).toBe(report.reason);
    clock.advance(24 * HOUR + 1);
    expect((await personalizer.optimize("ana")).outcome).toBe("committed");
  });

  test("of tokens counts what vendors report", async () => {
    const { update } = open({ ceiling: { tokensPerDay: 1_500 } });
    expect([await update(), await update(), await update()]).toEqual(["committed", "committed", "limited"]);
  });

  test("of tokens counts a call without a report as a full prompt", async () => {
    const { update } = open({ ceiling: { tokensPerDay: 14_000 }, reply: { operations: [], model: "acme:one" } });
    expect([await update(), await update()]).toEqual(["committed", "limited"]);
  });

  test("counts calls that failed", async () => {
    const away = new PersonaError("MODEL_UNAVAILABLE", "Away.", { spent: { calls: 3 } });
    const { update } = open({ ceiling: { callsPerDay: 3 }, reply: () => Promise.reject(away) });
    await expect(update()).rejects.toThrow("Away.");
    expect(await update()).toBe("limited");
  });

  test("does not count what failed before a model was asked", async () => {
    const wrong = new PersonaError("CONFIGURATION", "No such model.", { spent: { calls: 0 } });
    const { update, personalizer } = open({ ceiling: { callsPerDay: 1 }, reply: () => Promise.reject(wrong) });
    await expect(update()).rejects.toThrow("No such model.");
    await expect(update()).rejects.toThrow("No such model.");
    expect((await personalizer.cost("ana")).ever.calls).toBe(0);
  });

  test("is obeyed by every process, and is no other user's", async () => {
    const { store, update } = open({ ceiling: { callsPerDay: 2 } });
    await update();
    const other = open({ ceiling: { callsPerDay: 2 }, store });
    expect([await other.update("bea"), await other.update("ana")]).toEqual(["committed", "limited"]);
  });

  test("lets a background run end rather than ask for ever", async () => {
    const { personalizer, optimizer, update } = open({ ceiling: { callsPerDay: 2 }, policy: everySessions(1) });
    for (let count = 0; count < 5; count += 1) await update();
    await personalizer.close();
    expect(optimizer.briefs).toHaveLength(1);
  });
});

describe("a ceiling for all users", () => {
  test("is what they spend together", async () => {
    const { update } = open({ total: { callsPerDay: 4 } });
    expect([await update("ana"), await update("bea"), await update("cid")]).toEqual([
      "committed",
      "committed",
      "limited",
    ]);
  });

  test("counts within a minute what other processes spend", async () => {
    const { store, clock, update } = open({ total: { callsPerDay: 4 } });
    await update("ana");
    await open({ store }).update("bea");
    clock.advance(61_000);
    expect(await update("cid")).toBe("limited");
  });
});

describe("updates that run at the same time", () => {
  /** Answers only when it is let go, so that all of them are under way. */
  function held(cost: Usage = usage) {
    const gate = Promise.withResolvers<void>();
    const reply: ScriptedReply = async () => {
      await gate.promise;
      return { operations: [], model: "acme:one", usage: cost };
    };
    return { release: () => gate.resolve(), reply };
  }
  const outcomes = (reports: readonly { outcome: string }[]) => reports.map(({ outcome }) => outcome).toSorted();

  test("for several users pass a ceiling for all only as far as it goes", async () => {
    const { release, reply } = held({ calls: 1, inputTokens: 10 });
    const { personalizer, optimizer } = open({ total: { callsPerDay: 2 }, reply });
    const users = ["ana", "bea", "cid", "dan"];
    for (const userId of users) await personalizer.recordSession(userId, { messages: [{ role: "user", text: "Hi" }] });
    const running = Promise.all(users.map((userId) => personalizer.optimize(userId)));
    await vi.waitFor(() => expect(optimizer.briefs).toHaveLength(2));
    expect((await personalizer.status("dan")).passes[0]?.reason).toContain("2 calls for all users together");
    release();
    expect(outcomes(await running)).toEqual(["committed", "committed", "limited", "limited"]);
    expect(optimizer.briefs).toHaveLength(2);
  });

  test("count as full prompts for a ceiling of tokens until they are done", async () => {
    const { release, reply } = held({ calls: 1, inputTokens: 10 });
    const { personalizer, optimizer, update } = open({ total: { tokensPerDay: 20_000 }, reply });
    const users = ["ana", "bea", "cid"];
    for (const userId of users) await personalizer.recordSession(userId, { messages: [{ role: "user", text: "Hi" }] });
    const running = Promise.all(users.map((userId) => personalizer.optimize(userId)));
    await vi.waitFor(() => expect(optimizer.briefs).toHaveLength(2));
    release();
    expect(outcomes(await running)).toEqual(["committed", "committed", "limited"]);
    expect(await update("dan")).toBe("committed");
  });

  test("of one user by two passes pass that user's ceiling only as far as it goes", async () => {
    const { release, reply } = held({ calls: 1 });
    const optimizer = scriptedOptimizer(reply);
    const pass = deepPass(optimizer, { policy: manual(), ceiling: { callsPerDay: 1 } });
    const passes = [pass, { ...pass, name: "deeper" }];
    const personalizer = createPersonalizer({ store: memoryStore(), passes });
    await personalizer.recordSession("ana", { messages: [{ role: "user", text: "Hi" }] });
    const running = Promise.all(passes.map(({ name }) => personalizer.optimize("ana", { pass: name })));
    await vi.waitFor(() => expect(optimizer.briefs).toHaveLength(1));
    release();
    expect(outcomes(await running)).toEqual(["committed", "limited"]);
  });

  test("are not lost between the history and what is under way when they end during a look", async () => {
    let entries: readonly Entry[] = [];
    const looks: (() => void)[] = [];
    const ofUser = async () => {
      const seen = entries;
      if (looks.length > 0) await new Promise<void>((resolve) => looks.push(resolve));
      return seen;
    };
    const now = fixedClock("2026-03-01T10:00:00Z");
    const ceilings = createCeilings({ ledger: { ofUser, ofAll: ofUser }, ofAll: undefined, now });
    const first = await ceilings.admit("ana", { callsPerDay: 1 });
    looks.push(() => {});
    const second = ceilings.admit("ana", { callsPerDay: 1 });
    entries = [{ at: now().getTime(), model: "acme:one", calls: 1, unreported: 0, inputTokens: 1, outputTokens: 1 }];
    if (first.limit === undefined) void first.end(undefined);
    for (const resolve of looks.splice(0)) resolve();
    expect((await second).limit?.sentence).toContain("1 call for this user");
  });

  test("leave their place when they fail", async () => {
    const away = new PersonaError("CONFIGURATION", "No such model.", { spent: { calls: 0 } });
    const { update } = open({ total: { callsPerDay: 1 }, reply: () => Promise.reject(away) });
    await expect(update("ana")).rejects.toThrow("No such model.");
    await expect(update("bea")).rejects.toThrow("No such model.");
  });

  test("never make more calls together than the ceiling allows, whatever each would ask", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
        fc.scheduler(),
        async (callsPerDay, wishes, scheduler) => {
          let made = 0;
          const asks: Optimizer = {
            name: "asking@1",
            async propose({ persona }, { mayAskAgain } = {}) {
              const most = wishes[Number(persona.userId)] ?? 1;
              for (let calls = 1; ; calls += 1) {
                made += 1;
                await scheduler.schedule(Promise.resolve());
                const spent = { calls, inputTokens: 1 };
                if (calls < most && (await mayAskAgain?.(spent))) continue;
                return { operations: [], model: "acme:one", usage: spent };
              }
            },
          };
          const passes = [deepPass(asks, { policy: manual() })];
          const personalizer = createPersonalizer({ store: memoryStore(), passes, ceiling: { callsPerDay } });
          const users = wishes.map((_, index) => String(index));
          for (const userId of users) {
            await personalizer.recordSession(userId, { messages: [{ role: "user", text: "Hi" }] });
          }
          const reports = Promise.all(users.map((userId) => personalizer.optimize(userId)));
          await scheduler.waitFor(reports);
          const wished = wishes.reduce((sum, wish) => sum + wish, 0);
          expect(made).toBeLessThanOrEqual(callsPerDay);
          expect(made).toBeGreaterThanOrEqual(Math.min(callsPerDay, wishes.length));
          if (wished <= callsPerDay) expect(made).toBe(wished);
          let told = 0;
          for (const userId of users) told += (await personalizer.cost(userId)).ever.calls;
          expect(told).toBe(made);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("the look at all users", () => {
  test("that fails is taken again, and what it missed is not free", async () => {
    const store = memoryStore();
    await open({ store }).update("bea");
    let failures = 1;
    const shaky: PersonaStore = {
      ...store,
      listUsers: async (range) => {
        failures -= 1;
        if (failures >= 0) throw new PersonaError("STORE_UNAVAILABLE", "The store is away.");
        return store.listUsers(range);
      },
    };
    const { update } = open({ store: shaky, total: { callsPerDay: 2 } });
    await expect(update("ana")).rejects.toThrow("The store is away.");
    expect(await update("ana")).toBe("limited");
  });

  test("that is complete lets go of users who were erased", async () => {
    const { store, clock, update } = open({ total: { callsPerDay: 2 } });
    await update("ana");
    expect(await update("bea")).toBe("limited");
    await store.eraseUser("ana");
    clock.advance(3 * 60_000);
    expect(await update("bea")).toBe("committed");
  });
});

describe("the cost report", () => {
  test("tells calls and tokens by model and period, and what feeding the history would have cost", async () => {
    const { personalizer, update, clock } = open({ ceiling: { callsPerDay: 99 } });
    await update();
    clock.advance(40 * 24 * HOUR);
    await update();
    const cost = await personalizer.cost("ana");
    const once = { calls: 2, unreported: 0, inputTokens: 900, outputTokens: 100 };
    expect(cost).toMatchObject({
      day: once,
      month: once,
      ever: { calls: 4, inputTokens: 1_800, outputTokens: 200 },
      byModel: [{ model: "acme:one", calls: 4 }],
      ceiling: { callsPerDay: 99 },
      sessions: 2,
      personaTokens: 0,
    });
    // The second of two conversations would have begun with the first one's three words.
    expect(cost.historyTokens).toBe(4);
  });

  test("tells how many calls did not report their tokens", async () => {
    const { personalizer, update } = open({ reply: { operations: [], model: "acme:one" } });
    await update();
    expect((await personalizer.cost("ana")).ever).toEqual({ calls: 1, unreported: 1, inputTokens: 0, outputTokens: 0 });
  });

  test("tells of an update's calls those without a report beside those with one", async () => {
    const reply = { operations: [], model: "acme:one", usage: { ...usage, calls: 3, unreported: 1 } };
    const { personalizer, update } = open({ reply, ceiling: { tokensPerDay: 15_000 } });
    expect([await update(), await update()]).toEqual(["committed", "limited"]);
    expect((await personalizer.cost("ana")).ever).toEqual({
      calls: 3,
      unreported: 1,
      inputTokens: 900,
      outputTokens: 100,
    });
  });

  test("of a user without history is nothing", async () => {
    const { personalizer } = open({});
    expect(await personalizer.cost("ana")).toMatchObject({
      ever: { calls: 0 },
      byModel: [],
      sessions: 0,
      historyTokens: 0,
    });
  });
});

test("an update tells how many confirmed values it put away", async () => {
  const say =
    (content: string): ScriptedReply =>
    ({ sessions: [session] }) => ({
      operations: [
        {
          kind: "set",
          field: "location",
          content,
          evidence: [{ sessionId: session?.id ?? "", messageIndex: 0, quote: `I live in ${content}` }],
        },
      ],
    });
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const optimizer = scriptedOptimizer([say("Leeds"), say("Bristol")]);
  const personalizer = createPersonalizer({ store, passes: [deepPass(optimizer, { policy: manual() })], now: clock });
  for (const place of ["Leeds", "Bristol"]) {
    await personalizer.recordSession("ana", { messages: [{ role: "user", text: `I live in ${place}` }] });
    await personalizer.optimize("ana");
    clock.advance(HOUR);
  }
  const causes = (await personalizer.history("ana")).map(({ cause }) => cause.kind === "update" && cause.replaced);
  expect(causes).toEqual([1, undefined]);
});
