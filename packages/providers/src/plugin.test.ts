import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { openModel } from "@lifelong/core";
import { afterEach, expect, test, vi } from "vitest";
import { plugin } from "./plugin.ts";

const open = (location: string, environment: Record<string, string> = {}) =>
  openModel(location, { plugins: [plugin], environment });

test.for([
  ["openai:gpt-5-mini", "openai", "gpt-5-mini"],
  ["openai-compatible:http://localhost:11434/v1#qwen3", "openai-compatible", "qwen3"],
  ["openai-compatible:https://host/openai/v1?api-version=preview#my#model", "openai-compatible", "model"],
  ["anthropic:claude-test", "anthropic", "claude-test"],
  ["google:gemini-test", "google", "gemini-test"],
])("%s names a model of %s", async ([location = "", provider, modelId]) => {
  const environment = { OPENAI_API_KEY: "k", ANTHROPIC_API_KEY: "k", GOOGLE_API_KEY: "k" };
  expect(await open(location, environment)).toMatchObject({ provider, modelId });
});

test.for(["openai-compatible:qwen3", "openai-compatible:http://localhost:11434/v1", "openai-compatible:file:/x#m"])(
  "refuses %s, with an example",
  async (location) => {
    await expect(open(location)).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("http://localhost:11434/v1#qwen3"),
    });
  },
);

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a compatible service gets its own key or none, and nothing that is meant for OpenAI", async () => {
  // The SDK reads the variables of the program, whatever the context says.
  vi.stubEnv("OPENAI_API_KEY", "sk-openai");
  vi.stubEnv("OPENAI_ORG_ID", "org-openai");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj-openai");
  vi.stubEnv("OPENAI_CUSTOM_HEADERS", "X-Gateway: gateway-openai\nAuthorization: Bearer custom-openai");
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(400).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const location = `openai-compatible:http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#m`;
  const openai = { OPENAI_API_KEY: "sk-openai" };
  for (const environment of [openai, { ...openai, OPENAI_COMPATIBLE_API_KEY: "sk-own" }]) {
    const model = await open(location, environment);
    await model.generate({ messages: [{ role: "user", text: "Hello" }] }).catch(() => {});
  }
  server.close();
  expect(seen.map(({ authorization }) => authorization)).toEqual([undefined, "Bearer sk-own"]);
  expect(JSON.stringify(seen)).not.toMatch(/-openai/);
});
