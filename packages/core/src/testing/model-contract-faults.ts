import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { assertFails, FINE, HELLO, type ModelContractCase, modelCase } from "./model-case.ts";

/** Requests for one call at most: the first, and what a vendor's SDK retries. */
const MOST_REQUESTS = 4;
const RETRY_AFTER_MS = 1_000;
/** A clock and a timer need not agree to the millisecond. */
const TOLERANCE_MS = 30;
/** More than the time limit of the call leaves. */
const LONG_RETRY_AFTER = { "retry-after": "90" };
const HANGING = { slowMs: 60_000 };

const refusedAtOnce = (status: number, code: "CONFIGURATION" | "MODEL_REJECTED") =>
  modelCase(`fails with ${code} on ${status}, and asks only once`, [{ status }], async ({ model, server }) => {
    await assertFails(model.generate({ messages: HELLO }), code);
    assert.equal(server.received.length, 1);
  });

const mendsItself = (status: number) =>
  modelCase(`asks again after a ${status}`, [{ status }, FINE], async ({ model, server }) => {
    assert.equal((await model.generate({ messages: HELLO })).text, "Fine.");
    assert.equal(server.received.length, 2);
  });

const givesUp = (status: number) =>
  modelCase(`gives up when the ${status} stays, after a few requests`, [{ status }], async ({ model, server }) => {
    const error = await assertFails(model.generate({ messages: HELLO }), "MODEL_UNAVAILABLE");
    assert.equal(error.retryable, true);
    assert.ok(server.received.length <= MOST_REQUESTS, `${server.received.length} requests are too many.`);
  });

/** What a model makes of a vendor that is wrongly asked, overloaded, slow or broken. */
export const faultCases: readonly ModelContractCase[] = [
  refusedAtOnce(400, "MODEL_REJECTED"),
  refusedAtOnce(401, "CONFIGURATION"),
  refusedAtOnce(403, "CONFIGURATION"),
  refusedAtOnce(404, "CONFIGURATION"),
  mendsItself(429),
  mendsItself(500),
  mendsItself(529),
  givesUp(500),
  givesUp(529),

  modelCase(
    "waits as long as Retry-After says",
    [{ status: 429, headers: { "retry-after": String(RETRY_AFTER_MS / 1_000) } }, FINE],
    async ({ model, server }) => {
      assert.equal((await model.generate({ messages: HELLO })).text, "Fine.");
      const [first, second] = server.received;
      assert.ok(first && second && server.received.length === 2);
      assert.ok(second.at - first.at >= RETRY_AFTER_MS - TOLERANCE_MS, "The second request does not come earlier.");
    },
  ),

  modelCase(
    "says how long the service wants to be left alone when the 429 stays",
    [{ status: 429, headers: { "retry-after": "1" } }],
    async ({ model, server }) => {
      const error = await assertFails(model.generate({ messages: HELLO }), "MODEL_UNAVAILABLE");
      assert.equal(error.retryAfterMs, 1_000);
      assert.ok(server.received.length <= MOST_REQUESTS, `${server.received.length} requests are too many.`);
    },
  ),

  modelCase("gives up at the time limit, and hangs up", [HANGING], async ({ model, server }) => {
    const began = performance.now();
    await assertFails(model.generate({ messages: HELLO, timeoutMs: 300 }), "MODEL_UNAVAILABLE");
    assert.ok(performance.now() - began < 5_000, "The limit holds for the call with all its retries.");
    await untilAbandoned(server.abandoned);
    assert.equal(server.received.length, 1);
  }),

  modelCase(
    "gives up at the time limit when the rest of an answer does not come, and hangs up",
    [{ fault: "stalled" }],
    async ({ model, server }) => {
      await assertFails(model.generate({ messages: HELLO, timeoutMs: 300 }), "MODEL_UNAVAILABLE");
      await untilAbandoned(server.abandoned);
      assert.equal(server.received.length, 1);
    },
  ),

  modelCase(
    "keeps the time limit while it waits to retry",
    [{ status: 429, headers: { "retry-after": "30" } }],
    async ({ model }) => {
      const began = performance.now();
      await assertFails(model.generate({ messages: HELLO, timeoutMs: 300 }), "MODEL_UNAVAILABLE");
      assert.ok(performance.now() - began < 5_000);
    },
  ),

  modelCase(
    "does not ask earlier than a long Retry-After says, and tells how long that is",
    [{ status: 429, headers: LONG_RETRY_AFTER }, FINE],
    async ({ model, server }) => {
      const error = await assertFails(model.generate({ messages: HELLO, timeoutMs: 3_000 }), "MODEL_UNAVAILABLE");
      assert.equal(error.retryAfterMs, 90_000);
      assert.equal(server.received.length, 1);
    },
  ),

  modelCase(
    "asks no more once it was aborted while it waited to retry",
    [{ status: 429, headers: { "retry-after": String(RETRY_AFTER_MS / 1_000) } }, FINE],
    async ({ model, server }) => {
      const abort = new AbortController();
      const calling = model.generate({ messages: HELLO, signal: abort.signal });
      calling.catch(() => {});
      await untilReceived(server.received);
      await pause(100);
      abort.abort();
      await assert.rejects(calling, { name: "AbortError" });
      await pause(RETRY_AFTER_MS + 200);
      assert.equal(server.received.length, 1);
    },
  ),

  modelCase("ends with an AbortError when it is aborted, and hangs up", [HANGING], async ({ model, server }) => {
    const abort = new AbortController();
    const calling = model.generate({ messages: HELLO, signal: abort.signal });
    calling.catch(() => {});
    await untilReceived(server.received);
    abort.abort();
    await assert.rejects(calling, { name: "AbortError" });
    await untilAbandoned(server.abandoned);
    assert.equal(server.received.length, 1);
  }),

  modelCase("sends nothing when it is aborted already", [FINE], async ({ model, server }) => {
    const calling = model.generate({ messages: HELLO, signal: AbortSignal.abort() });
    await assert.rejects(calling, { name: "AbortError" });
    assert.equal(server.received.length, 0);
  }),

  modelCase(
    "fails when the connection breaks in the middle of an answer",
    [{ fault: "torn" }],
    async ({ model, server }) => {
      await assertFails(model.generate({ messages: HELLO }), "MODEL_UNAVAILABLE");
      assert.ok(server.received.length <= MOST_REQUESTS, `${server.received.length} requests are too many.`);
    },
  ),

  modelCase("fails when the answer is no JSON", [{ fault: "not-json" }], async ({ model, server }) => {
    await assertFails(model.generate({ messages: HELLO }), "MODEL_UNAVAILABLE");
    assert.ok(server.received.length <= MOST_REQUESTS, `${server.received.length} requests are too many.`);
  }),
];

async function untilReceived(received: readonly unknown[]): Promise<void> {
  while (received.length === 0) await pause(5);
}

export async function untilAbandoned(abandoned: () => number): Promise<void> {
  for (let waited = 0; abandoned() === 0 && waited < 3_000; waited += 10) await pause(10);
  assert.equal(abandoned(), 1, "The client closes the connection.");
}
