import { readFile } from "node:fs/promises";
import { type LanguageModel, modelName, PersonaError } from "@lifelong/core";
import { type Exchange, keyOf, parseExchanges } from "./exchange.ts";

/**
 * A recorded model: answers what it was asked when it was recorded, without key or network, and nothing else. What was
 * asked several times is answered in the order of the recording, then with the last answer again.
 *
 * @param options.name - which model of the recording, as `openai:gpt-5-mini`; needed when it holds several
 * @throws PersonaError `CONFIGURATION` when there is no such file or model in it
 */
export async function replayedModel({ file, name }: { file: string; name?: string }): Promise<LanguageModel> {
  const exchanges = parseExchanges(await readRecording(file), file);
  const models = [...Map.groupBy(exchanges, modelName)];
  const [chosen, another] = name === undefined ? models : models.filter(([model]) => model === name);
  const [first] = chosen?.[1] ?? [];
  if (!chosen || !first || another) {
    const held = models.map(([model]) => model).join(", ") || "none";
    throw new PersonaError(
      "CONFIGURATION",
      `The recording ${file} holds the models ${held}. Name one of them behind the file: replay:${file}#openai:gpt-5-mini, say.`,
    );
  }
  const { provider, modelId, output } = first;
  const answers = Map.groupBy(chosen[1], ({ key }) => key);
  const asked = new Map<string, number>();
  return {
    provider,
    modelId,
    ...(output && { output }),
    async generate(request) {
      request.signal?.throwIfAborted();
      const key = keyOf({ provider, modelId }, request);
      const recorded: readonly Exchange[] = answers.get(key) ?? [];
      const turn = asked.get(key) ?? 0;
      asked.set(key, turn + 1);
      const exchange = recorded[turn] ?? recorded.at(-1);
      if (exchange?.reply) {
        if (exchange.reply.text !== "") request.onText?.(exchange.reply.text);
        return exchange.reply;
      }
      if (exchange) {
        throw new PersonaError(
          "MODEL_REJECTED",
          `When it was recorded, ${modelName(first)} did not take this request. Ask in another form.`,
        );
      }
      throw new PersonaError(
        "CONFIGURATION",
        `The recording ${file} holds no answer to this request. Record it with record:${file}#${modelName(first)}, then replay it.`,
      );
    },
  };
}

async function readRecording(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new PersonaError(
      "CONFIGURATION",
      `The recording ${file} cannot be read. Record one with record:${file}#openai:gpt-5-mini, say.`,
    );
  }
}
