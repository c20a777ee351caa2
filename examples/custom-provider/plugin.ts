import type { Plugin } from "@lifelong/core";
import { ollamaModel } from "./ollama-model.ts";

/** Brings models such as `ollama:qwen3:8b`; OLLAMA_HOST names another server, as it does for Ollama itself. */
const plugin: Plugin = {
  name: "ollama",
  apiVersion: 1,
  models: {
    ollama: (location, { environment }) => ollamaModel({ modelId: location, baseURL: environment.OLLAMA_HOST }),
  },
};

export default plugin;
