import { setTimeout as delay } from "node:timers/promises";
import { PersonaError } from "../errors.ts";
import { DEFAULT_TIMEOUT_MS, type LanguageModel, type ModelReply, type ModelRequest } from "../model.ts";
import type { ModelWire, WireReply } from "./model-wire.ts";
import { readStream } from "./reference-stream.ts";

const ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 60_000;

/** What a model can get wrong; each is caught by the contract. */
export const MODEL_FAULTS = [
  "counts unreported tokens as 0",
  "leaves out the tokens",
  "sends only the last message",
  "leaves out the results of tools",
  "sends a temperature of its own",
  "ignores the limit of the output",
  "offers no tools",
  "returns the arguments of a call as an object in its text",
  "does not send the schema",
  "does not ask for JSON",
  "calls a cut-off answer finished",
  "calls a refusal an answer",
  "throws when the model says nothing",
  "mixes up calls that run at once",
  "retries what is refused for good",
  "takes a wrong key for an outage",
  "gives up at the first overload",
  "retries without end",
  "does not wait as long as it is told",
  "keeps the Retry-After to itself",
  "has no time limit",
  "waits beyond its time limit",
  "watches the time only until an answer begins",
  "asks again soon when it is told to wait long",
  "asks again although it was aborted while it waited",
  "ignores the signal",
  "takes an abort for an outage",
  "sends although it is aborted",
  "takes half an answer for a whole one",
  "takes any answer for a reply",
  "repeats what the vendor says of an error",
  "keeps the key in its errors",
  "always streams",
  "tells the text only when it is whole",
  "tells other text than it returns",
  "loses the text of a stream",
  "tells the arguments of a call",
  "asks again after it has told a part",
  "takes half a stream for a whole one",
  "watches the time only until a stream begins",
] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** A small vendor of our own: its wire format is the neutral reply itself. */
export function referenceWire(fault?: ModelFault): ModelWire {
  return {
    open: ({ baseURL, apiKey }) => referenceModel(baseURL, apiKey, fault),
    encode: (reply) => reply,
    // A line of JSON for each piece of the text, then one for the rest.
    encodeStream: ({ deltas, ...rest }) => ({
      contentType: "application/jsonl",
      pieces: [...deltas.map((delta) => ({ delta })), rest].map((line) => `${JSON.stringify(line)}\n`),
    }),
  };
}

/** A model that keeps the whole contract, but for the fault that it is given. */
function referenceModel(baseURL: string, apiKey: string, fault?: ModelFault): LanguageModel {
  let latest: ModelRequest | undefined;
  return {
    provider: "reference",
    modelId: "one",
    output: "schema",
    async generate(request) {
      if (fault !== "sends although it is aborted" && fault !== "ignores the signal") request.signal?.throwIfAborted();
      latest = request;
      const limit = fault === "has no time limit" ? 10_000 : (request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      const timeout = AbortSignal.timeout(limit);
      const signal =
        request.signal &&
        fault !== "ignores the signal" &&
        !(fault === "sends although it is aborted" && request.signal.aborted)
          ? AbortSignal.any([request.signal, timeout])
          : timeout;
      try {
        if (fault === "mixes up calls that run at once") await delay(20);
        const asked = fault === "mixes up calls that run at once" ? (latest ?? request) : request;
        if (fault === "asks again although it was aborted while it waited") {
          return await Promise.race([ask(baseURL, apiKey, asked, timeout, fault), aborted(signal)]);
        }
        return await ask(baseURL, apiKey, asked, signal, fault);
      } catch (error) {
        if (fault !== "takes an abort for an outage" && fault !== "ignores the signal")
          request.signal?.throwIfAborted();
        if (PersonaError.isInstance(error)) throw error;
        throw unavailable();
      }
    },
  };
}

async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

async function ask(
  baseURL: string,
  apiKey: string,
  request: ModelRequest,
  signal: AbortSignal,
  fault?: ModelFault,
): Promise<ModelReply> {
  for (let attempt = 1; ; attempt += 1) {
    const asked = { method: "POST", headers: { authorization: apiKey }, body: JSON.stringify(bodyOf(request, fault)) };
    const isHeadWatched =
      fault === "watches the time only until an answer begins" ||
      (fault === "watches the time only until a stream begins" && request.onText !== undefined);
    const response = await (isHeadWatched ? fetchHead(baseURL, asked, signal) : fetch(baseURL, { ...asked, signal }));
    if (response.ok) {
      const { onText } = request;
      if (!onText) return replyOf(await readBody(response, fault), fault);
      try {
        return replyOf(await readStream(response, onText, fault), fault);
      } catch (error) {
        if (fault === "asks again after it has told a part" && attempt < ATTEMPTS) continue;
        throw error;
      }
    }
    const header = response.headers.get("retry-after");
    const retryAfterMs = header === null ? undefined : Number(header) * 1_000;
    const error = errorOf(response.status, await response.text(), retryAfterMs, apiKey, fault);
    const most = fault === "gives up at the first overload" ? 1 : fault === "retries without end" ? 10 : ATTEMPTS;
    if ((!error.retryable && fault !== "retries what is refused for good") || attempt >= most) throw error;
    const isLong = retryAfterMs !== undefined && retryAfterMs > LONGEST_PAUSE_MS;
    if (isLong && fault !== "asks again soon when it is told to wait long") throw error;
    const pause = isLong || fault === "does not wait as long as it is told" ? 5 : (retryAfterMs ?? 5);
    await delay(pause, undefined, fault === "waits beyond its time limit" ? {} : { signal });
  }
}

/** A fetch whose signal ends only what comes before the body. */
async function fetchHead(url: string, asked: RequestInit, signal: AbortSignal): Promise<Response> {
  const head = new AbortController();
  const end = () => head.abort(signal.reason);
  signal.addEventListener("abort", end);
  try {
    return await fetch(url, { ...asked, signal: head.signal });
  } finally {
    signal.removeEventListener("abort", end);
  }
}

function bodyOf(
  { messages, tools, output, temperature, maxOutputTokens, onText }: ModelRequest,
  fault?: ModelFault,
): object {
  const sent =
    fault === "sends only the last message"
      ? messages.slice(-1)
      : fault === "leaves out the results of tools"
        ? messages.filter(({ role }) => role !== "tool")
        : messages;
  const form = output?.kind === "schema" && fault === "does not send the schema" ? { kind: "json" } : output;
  return {
    messages: sent,
    ...((onText || fault === "always streams") && { stream: true }),
    ...(fault !== "offers no tools" && { tools }),
    ...(fault !== "does not ask for JSON" && { output: form }),
    temperature: fault === "sends a temperature of its own" ? (temperature ?? 0) : temperature,
    ...(fault !== "ignores the limit of the output" && { maxOutputTokens }),
  };
}

async function readBody(response: Response, fault?: ModelFault): Promise<WireReply> {
  if (fault === "takes half an answer for a whole one") {
    const text = await response.text().catch(() => "");
    return text === "" ? { text: "", stop: "end" } : (JSON.parse(text) as WireReply);
  }
  const text = await response.text();
  if (fault === "takes any answer for a reply" && !text.startsWith("{")) return { text, stop: "end" };
  return JSON.parse(text) as WireReply;
}

function replyOf({ text, toolCall, stop, usage }: WireReply, fault?: ModelFault): ModelReply {
  if (fault === "throws when the model says nothing" && !text && !toolCall && stop === "end") throw unavailable();
  const json = JSON.stringify(toolCall?.arguments);
  const isLost = fault === "returns the arguments of a call as an object in its text";
  return {
    text: isLost && toolCall ? json : (text ?? ""),
    toolCalls: toolCall && !isLost ? [{ id: toolCall.id, name: toolCall.name, arguments: json }] : [],
    stop:
      (fault === "calls a cut-off answer finished" && stop === "length") ||
      (fault === "calls a refusal an answer" && stop === "refusal")
        ? "end"
        : stop,
    usage: usageOf(usage, fault),
  };
}

function usageOf(usage: WireReply["usage"], fault?: ModelFault): ModelReply["usage"] {
  if (fault === "leaves out the tokens") return {};
  if (fault === "counts unreported tokens as 0") return { inputTokens: 0, outputTokens: 0, ...usage };
  return { ...usage };
}

function errorOf(
  status: number,
  said: string,
  retryAfterMs: number | undefined,
  apiKey: string,
  fault?: ModelFault,
): PersonaError {
  const sentence =
    fault === "repeats what the vendor says of an error" ? said.replace(apiKey, "…") : `It answered ${status}.`;
  const cause = fault === "keeps the key in its errors" ? { cause: new Error(`authorization: ${apiKey}`) } : {};
  if (status === 429 || status >= 500 || (status === 401 && fault === "takes a wrong key for an outage")) {
    const told = fault === "keeps the Retry-After to itself" ? undefined : retryAfterMs;
    return new PersonaError("MODEL_UNAVAILABLE", sentence, { ...cause, retryAfterMs: told });
  }
  const isSetting = status === 401 || status === 403 || status === 404;
  return new PersonaError(isSetting ? "CONFIGURATION" : "MODEL_REJECTED", sentence, cause);
}

function unavailable(): PersonaError {
  return new PersonaError("MODEL_UNAVAILABLE", "The reference vendor cannot be reached.");
}
