import { appendFile } from "node:fs/promises";
import type { LanguageModel } from "@lifelong/core";
import { exchangeOf } from "./exchange.ts";

/**
 * The same model, with every reply written to a file: one line of JSON an exchange, readable by its owner alone, since
 * it holds what was said. Errors are not recorded.
 *
 * A reply is handed on once it is in the file.
 */
export function recordingModel(model: LanguageModel, file: string): LanguageModel {
  return {
    provider: model.provider,
    modelId: model.modelId,
    ...(model.output && { output: model.output }),
    async generate(request) {
      const reply = await model.generate(request);
      // One write of a whole line, so that calls at once, and processes, do not mix theirs.
      await appendFile(file, `${JSON.stringify(exchangeOf(model, request, reply))}\n`, { mode: 0o600 });
      return reply;
    },
  };
}
