// The public surface of @lifelong/providers, by name; the plugin by default, as every plugin's package has it.
export { type AiSdkModel, aiSdkModel } from "./ai-sdk.ts";
export { type AnthropicModelOptions, anthropicModel } from "./anthropic.ts";
export { type GoogleModelOptions, googleModel } from "./google.ts";
export { type OpenaiModelOptions, openaiModel } from "./openai.ts";
export { plugin as default } from "./plugin.ts";
