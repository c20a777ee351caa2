// The public surface of @lifelong/providers, by name; the plugin by default, as every plugin's package has it.
export { type AiSdkModel, aiSdkModel } from "./ai-sdk.ts";
export { type AnthropicModelOptions, anthropicModel } from "./anthropic.ts";
export { type CliModelOptions, cliModel } from "./cli.ts";
export { type GoogleModelOptions, googleModel } from "./google.ts";
export { type OpenaiModelOptions, openaiModel } from "./openai.ts";
export { type Fetch, patientFetch } from "./patient-fetch.ts";
export { plugin as default } from "./plugin.ts";
export { recordingModel } from "./record.ts";
export { replayedModel } from "./replay.ts";
export { retryingFetch } from "./retrying-fetch.ts";
export { callVendor } from "./vendor-call.ts";
export { type Failure, type Vendor, vendorError } from "./vendor-error.ts";
