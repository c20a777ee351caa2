import { expect, test, vi } from "vitest";
import { createPersonalizer } from "./create-personalizer.ts";
import type { PersonaEvent } from "./events.ts";
import { memoryStore } from "./memory-store.ts";
import { deepPass } from "./pass.ts";
import { inProcessRunner, type UpdateRunner, type UpdateTask, type UpdateWork } from "./runner.ts";
import { anyOf, everySessions, olderThan } from "./schedule.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const HOUR = 60 * 60_000;
const asked = { pass: "deep", by: "model" } as const;

/** A personalizer whose runner notes what it is told, and runs nothing by itself. */
function open({ request = async () => {} }: Partial<UpdateRunner> = {}) {
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const optimizer = scriptedOptimizer(() => ({ operations: [], model: "acme:one", usage: { calls: 1 } }));
  const requested: UpdateTask[] = [];
  const later: { readonly task: UpdateTask; readonly at: Date }[] = [];
  const events: PersonaEvent[] = [];
  let work: UpdateWork = () => Promise.reject(new Error("Nothing is served."));
  const inner = inProcessRunner();
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes: [deepPass(optimizer, { policy: anyOf(everySessions(3), olderThan(HOUR)) })],
    now: clock,
    onEvent: (event) => events.push(event),
    runner: {
      ...inner,
      serve(given) {
        work = given;
        inner.serve(given);
      },
      async request(task) {
        requested.push(task);
        await request(task);
      },
      async later(task, at) {
        later.push({ task, at });
      },
    },
  });
  const record = (id: string) =>
    personalizer.recordSession("ana", { id, messages: [{ role: "user", text: `I like ${id}.` }] });
  const run = (task: UpdateTask) => work(task, new AbortController().signal);
  return { clock, optimizer, personalizer, record, requested, later, events, run };
}

test("a pass that will be due at a time is left to the runner's clock", async () => {
  const { record, requested, later } = open();
  await record("one");
  expect(later).toEqual([{ task: { userId: "ana", ...asked }, at: new Date("2026-03-01T11:00:00Z") }]);
  expect(requested).toEqual([]);
});

test("work that waited asks the policy first, and does nothing when it is not due any more", async () => {
  const { clock, optimizer, record, run } = open();
  await record("one");
  const task: UpdateTask = { userId: "ana", ...asked, ifDue: true };
  expect((await run(task)).outcome).toBe("nothing");
  clock.advance(HOUR);
  expect(await run(task)).toMatchObject({ outcome: "committed", sessions: 1 });
  expect(optimizer.briefs).toHaveLength(1);
});

test("a request that could not be kept is told, and fails no record", async () => {
  const { record, events } = open({ request: () => Promise.reject(new Error("The queue is away.")) });
  for (const id of ["one", "two", "three"]) await record(id);
  const failed = () => events.filter(({ type }) => type === "update-failed");
  await vi.waitFor(() => expect(failed()).toMatchObject([{ userId: "ana", pass: "deep" }]));
});

test("what comes from another process without texts is told from the history", async () => {
  const stated = { kind: "set", field: "demographics.name", content: "Ana" } as const;
  const quote = { sessionId: "one", messageIndex: 0, quote: "My name is Ana" };
  const optimizer = scriptedOptimizer(() => ({
    operations: [{ ...stated, evidence: [quote] }],
    model: "acme:one",
    usage: { calls: 1, inputTokens: 9 },
  }));
  const inner = inProcessRunner();
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes: [deepPass(optimizer)],
    runner: {
      ...inner,
      async run(task) {
        const { changes: _, refusals: __, usage: ___, model: ____, ...bare } = await inner.run(task);
        return bare;
      },
    },
  });
  await personalizer.recordSession("ana", { id: "one", messages: [{ role: "user", text: "My name is Ana." }] });
  const report = await personalizer.optimize("ana");
  expect(report).toMatchObject({ outcome: "committed", model: "acme:one", usage: { calls: 1, inputTokens: 9 } });
  expect(report.changes).toMatchObject([{ field: "demographics.name", value: { content: "Ana" } }]);
});
