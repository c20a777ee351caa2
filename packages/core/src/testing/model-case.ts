import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type ErrorCode, PersonaError } from "../errors.ts";
import type { LanguageModel, ModelReply } from "../model.ts";
import { type Answer, type ModelServer, openModelServer, type Received } from "./model-server.ts";
import type { ModelWire, WireReply, WireStreamReply } from "./model-wire.ts";

/** Stands for the user's key: it must turn up nowhere but in the request. */
const CANARY_KEY = "sk-canary-5e6f1c20b9a84d7f";
/** Stands for words of a conversation that a vendor repeats in an error. */
const CANARY_WORDS = "my diary says that I am afraid";

/** Longer than any vendor's SDK retries what the cases let fail. */
const PATIENCE_MS = 15_000;

/** One fact that holds for every model; `run` rejects where it does not. */
export interface ModelContractCase {
  /** In the present tense. */
  readonly name: string;
  run(wire: ModelWire): Promise<void>;
}

/** What a case works with. */
export interface ModelRoom {
  readonly model: LanguageModel;
  readonly server: ModelServer;
}

/** What the server says to one request: a reply in the vendor's words, an error, or a fault. */
export type Script =
  | WireReply
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly fault: "torn" | "stalled" | "not-json" }
  | { readonly slowMs: number }
  /** Absent end: the whole stream. */
  | { readonly stream: WireStreamReply; readonly end?: "early" | "torn" | "stalled" };

export const HELLO: readonly [{ readonly role: "user"; readonly text: string }] = [
  { role: "user", text: "Hello, model!" },
];
export const FINE: WireReply = { text: "Fine.", stop: "end", usage: { inputTokens: 21, outputTokens: 3 } };

/**
 * A case with a server of its own.
 *
 * @param script - what the server says to the first, second, … request; the last again to all others. A function
 *   decides by the request.
 */
export function modelCase(
  name: string,
  script: readonly Script[] | ((request: Received) => Script),
  check: (room: ModelRoom) => Promise<void>,
): ModelContractCase {
  return {
    name,
    async run(wire) {
      const server = await openModelServer((request, index) => {
        const told = typeof script === "function" ? script(request) : script[Math.min(index, script.length - 1)];
        assert.ok(told, "The case says how the server answers.");
        return answerOf(told, wire, request.json);
      });
      try {
        const model = await wire.open({ baseURL: server.baseURL, apiKey: CANARY_KEY });
        await withinPatience(check({ model, server }));
      } finally {
        await server.close();
      }
    },
  };
}

/** A model that never ends fails its case rather than the whole run. */
async function withinPatience(checking: Promise<void>): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const ended = new Promise<never>((_, reject) =>
    patience.addEventListener("abort", () => reject(new Error(`The call did not end within ${PATIENCE_MS} ms.`))),
  );
  await Promise.race([checking, ended]);
}

function answerOf(told: Script, wire: ModelWire, request: unknown): Answer {
  if ("fault" in told) {
    if (told.fault === "not-json") return { kind: "reply", body: "<html>Bad gateway</html>" };
    return { kind: told.fault, body: wire.encode(FINE, request) };
  }
  if ("stream" in told) {
    const stream = wire.encodeStream?.(told.stream, request);
    assert.ok(stream, "The wire encodes a stream.");
    const { contentType = "text/event-stream", pieces } = stream;
    return { kind: "stream", contentType, pieces, end: told.end ?? "whole" };
  }
  if ("slowMs" in told) return { kind: "slow", milliseconds: told.slowMs, body: wire.encode(FINE, request) };
  if ("status" in told) {
    // Some services repeat key and request in what they say of an error.
    const message = `${told.status}: ${CANARY_WORDS}; key ${CANARY_KEY}`;
    const body = wire.encodeError?.(told.status, message) ?? { error: { message } };
    return { kind: "reply", status: told.status, headers: { "x-echo": CANARY_KEY, ...told.headers }, body };
  }
  return { kind: "reply", body: wire.encode(told, request) };
}

/** The error that a call ends with: of that code, and without key and conversation however it is printed. */
export async function assertFails(calling: Promise<ModelReply>, code: ErrorCode): Promise<PersonaError> {
  const outcome = await calling.then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error }),
  );
  assert.ok("error" in outcome, `The call fails with ${code}.`);
  const { error } = outcome;
  assert.ok(PersonaError.isInstance(error), `The error is a PersonaError, and not ${String(error)}.`);
  assert.equal(error.code, code, error.message);
  assertSilent(error);
  return error;
}

/** Neither key nor words stand in what anybody could print of it. */
export function assertSilent(value: unknown): void {
  const printed = `${inspect(value, { depth: 20, showHidden: true, getters: true })} ${JSON.stringify(value)}`;
  assert.ok(!printed.includes(CANARY_KEY), "The API key stands in no reply and no error.");
  assert.ok(!printed.includes(CANARY_WORDS), "What the vendor says of an error stands in no error of ours.");
}
