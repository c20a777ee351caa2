import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Opens a model of each vendor, then asks each once at an address where nobody answers; tells what was loaded when. */
const SCRIPT = `
import { registerHooks } from "node:module";
const loaded = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const name = /node_modules\\/(openai|@anthropic-ai\\/sdk|@google\\/genai|ai|undici)\\//.exec(resolved.url)?.[1];
    if (name) loaded.add(name);
    return resolved;
  },
});
const { default: plugin } = await import(process.argv[1]);
const { openModel } = await import(process.argv[2]);
const environment = {
  OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://127.0.0.1:9/v1",
  ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
  GEMINI_API_KEY: "k", GOOGLE_GEMINI_BASE_URL: "http://127.0.0.1:9",
};
const locations = ["openai:m", "openai-compatible:http://127.0.0.1:9/v1#m", "anthropic:m", "google:m"];
const models = await Promise.all(locations.map((location) => openModel(location, { plugins: [plugin], environment })));
const before = [...loaded];
const messages = [{ role: "user", text: "Hello" }];
await Promise.allSettled(models.map((model) => model.generate({ messages, timeoutMs: 5000 })));
console.log(JSON.stringify({ before, after: [...loaded].sort() }));
`;

test("neither a vendor's SDK nor what fetches for it is loaded before a model is asked", async () => {
  const modules = [new URL("index.ts", import.meta.url).href, new URL("../../core/src/index.ts", import.meta.url).href];
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", SCRIPT, ...modules]);
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ["@anthropic-ai/sdk", "@google/genai", "openai", "undici"] });
});
