import { createHash } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { type LanguageModel, type ModelReply, type ModelRequest, modelName, PersonaError } from "@lifelong/core";
import * as z from "zod";
import { readWholeLines } from "../whole-lines.ts";

/** A call that was paid for. */
interface CachedCall {
  readonly key: string;
  readonly reply: ModelReply;
  /** How long the model took, milliseconds. */
  readonly elapsedMs: number;
}

const cachedCall: z.ZodType<CachedCall> = z.object({
  key: z.string(),
  reply: z.object({
    text: z.string(),
    toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
    stop: z.enum(["end", "length", "refusal", "tools"]),
    usage: z.object({ inputTokens: z.number().optional(), outputTokens: z.number().optional() }),
  }),
  elapsedMs: z.number(),
});

/** Every call of a run, on disk: what was answered once is not asked again, so that a run goes on after any crash. */
export interface ModelCache {
  /** The answer as it was once given, or as it is given now; the same call asked twice at once is asked once. */
  answer(key: string, ask: () => Promise<ModelReply>): Promise<Pick<CachedCall, "reply" | "elapsedMs">>;
}

/** @param file - JSON lines, made with the first call; a last line that a crash cut off is taken away */
export async function openModelCache(file: string): Promise<ModelCache> {
  const calls = new Map<string, CachedCall>();
  for (const line of await readWholeLines(file)) {
    const call = parseLine(line);
    if (call) calls.set(call.key, call);
  }
  const underWay = new Map<string, Promise<CachedCall>>();
  let writing: Promise<void> = Promise.resolve();

  function write(call: CachedCall): Promise<void> {
    writing = writing.then(() => appendFile(file, `${JSON.stringify(call)}\n`, { mode: 0o600, flush: true }));
    return writing;
  }

  async function askAndKeep(key: string, ask: () => Promise<ModelReply>): Promise<CachedCall> {
    const began = performance.now();
    const reply = await ask();
    const call = { key, reply, elapsedMs: Math.round(performance.now() - began) };
    await write(call);
    calls.set(key, call);
    return call;
  }

  return {
    async answer(key, ask) {
      const known = calls.get(key);
      if (known) return known;
      const joined = underWay.get(key);
      if (joined !== undefined) return joined;
      const asked = askAndKeep(key, ask).finally(() => underWay.delete(key));
      underWay.set(key, asked);
      return asked;
    },
  };
}

function parseLine(line: string): CachedCall | undefined {
  try {
    return cachedCall.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/**
 * The same model behind a cache.
 *
 * @param options.salt - what else tells calls apart: the seed, so that another seed asks anew
 * @param options.ask - runs a call that is not in the cache, within the limits of the run; absent: a miss is an error
 * @param options.onCall - told of each call, cached or not
 */
export function cachedModel(
  model: LanguageModel,
  options: {
    cache: ModelCache;
    salt: string;
    ask?: (call: () => Promise<ModelReply>) => Promise<ModelReply>;
    onCall?: (reply: ModelReply, elapsedMs: number) => void;
  },
): LanguageModel {
  const { cache, salt, ask, onCall } = options;
  return {
    provider: model.provider,
    modelId: model.modelId,
    ...(model.output && { output: model.output }),
    async generate(request) {
      request.signal?.throwIfAborted();
      const { reply, elapsedMs } = await cache.answer(keyOf(model, request, salt), () => {
        // Nobody listens, and a text that comes at once is the same in every run.
        const { onText: _, ...unheard } = request;
        if (ask) return ask(() => model.generate(unheard));
        throw new PersonaError(
          "CONFIGURATION",
          `The recorded run holds no answer of ${modelName(model)} to this request. Run it once without --replay.`,
        );
      });
      onCall?.(reply, elapsedMs);
      return reply;
    },
  };
}

function keyOf(model: LanguageModel, request: ModelRequest, salt: string): string {
  const { messages, tools, output, temperature, maxOutputTokens } = request;
  const asked = [modelName(model), salt, messages, tools, output, temperature, maxOutputTokens];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex");
}
