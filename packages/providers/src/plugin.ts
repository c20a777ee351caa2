import { PersonaError, type Plugin } from "@lifelong/core";
import { anthropicModel } from "./anthropic.ts";
import { cliModel } from "./cli.ts";
import { googleModel } from "./google.ts";
import { openaiModel } from "./openai.ts";
import { recordingModel } from "./record.ts";
import { replayedModel } from "./replay.ts";

/** The models of this package, by the scheme of a location. */
export const plugin: Plugin = {
  name: "@lifelong/providers",
  apiVersion: 1,
  models: {
    openai: (modelId, { environment }) =>
      openaiModel({ modelId, apiKey: environment.OPENAI_API_KEY, baseURL: environment.OPENAI_BASE_URL }),
    "openai-compatible": (location, { environment }) =>
      openaiModel({ ...splitAddress(location), apiKey: environment.OPENAI_COMPATIBLE_API_KEY, compatible: true }),
    anthropic: (modelId, { environment }) =>
      anthropicModel({ modelId, apiKey: environment.ANTHROPIC_API_KEY, baseURL: environment.ANTHROPIC_BASE_URL }),
    google: (modelId, { environment }) =>
      googleModel({
        modelId,
        apiKey: environment.GEMINI_API_KEY ?? environment.GOOGLE_API_KEY,
        baseURL: environment.GOOGLE_GEMINI_BASE_URL,
      }),
    cli: (location, { environment }) => {
      const [assistant = "", modelId] = location.split("#", 2);
      return cliModel({ assistant, ...(modelId && { modelId }), environment });
    },
    record: async (location, { openModel }) => {
      const { file, model } = splitRecording(location);
      if (model !== undefined) return recordingModel(await openModel(model), file);
      throw new PersonaError(
        "CONFIGURATION",
        "A recording is named by its file and the model that answers: record:./exchanges.jsonl#openai:gpt-5-mini.",
      );
    },
    replay: (location) => {
      const { file, model } = splitRecording(location);
      return replayedModel({ file, name: model });
    },
  },
};

/** `./exchanges.jsonl#openai:gpt-5-mini` in its two halves. */
function splitRecording(location: string): { readonly file: string; readonly model?: string } {
  const hash = location.indexOf("#");
  if (hash < 0) return { file: location };
  return { file: location.slice(0, hash), model: location.slice(hash + 1) };
}

/** `http://localhost:11434/v1#qwen3` in its two halves. */
function splitAddress(location: string): { readonly baseURL: string; readonly modelId: string } {
  const hash = location.lastIndexOf("#");
  const baseURL = location.slice(0, Math.max(0, hash));
  const modelId = location.slice(hash + 1);
  if (!/^https?:\/\/./i.test(baseURL) || modelId === "" || !URL.canParse(baseURL)) {
    throw new PersonaError(
      "CONFIGURATION",
      "A compatible service is named by its address and the model: openai-compatible:http://localhost:11434/v1#qwen3.",
    );
  }
  return { baseURL, modelId };
}
