import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkplace, type Workplace } from "./testing/command-process.ts";

const KEY = "sk-canary-5e6f1c20b9a84d7f";
const PROPOSAL = JSON.stringify({
  operations: [
    {
      kind: "set",
      field: "demographics.career",
      content: "part-time beekeeper",
      valueId: null,
      evidence: [{ session: "s1", message: 0, quote: "part-time beekeeper" }],
    },
  ],
});

let workplace: Workplace;
let status = 200;
const keys: (string | undefined)[] = [];
/** Stands for OpenAI: answers with the proposal, or with an error that repeats the key. */
const server = createServer((request, response) => {
  keys.push(request.headers.authorization);
  request.resume().on("end", () => {
    response.writeHead(status, { "content-type": "application/json", "x-echo": KEY });
    const message = { role: "assistant", content: PROPOSAL, refusal: null };
    const completion = {
      choices: [{ index: 0, message, finish_reason: "stop" }],
      usage: { prompt_tokens: 9, completion_tokens: 2 },
    };
    response.end(
      JSON.stringify(status === 200 ? completion : { error: { message: `The key ${KEY} is wrong.`, code: KEY } }),
    );
  });
});
let environment: Record<string, string> = {};
beforeAll(async () => {
  workplace = await openWorkplace();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  environment = {
    LIFELONG_MODEL: "openai:gpt-5-mini",
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  };
});
afterAll(async () => {
  server.close();
  await workplace[Symbol.asyncDispose]();
});

test("a configured model teaches, and its key reaches the vendor and nothing else", async () => {
  const input = "User: Being a part-time beekeeper I have plenty of honey.";
  const said: string[] = [];
  const run = async (...words: readonly string[]) => {
    const { stdout, stderr, code } = await workplace.lifelong(words, { env: environment, input });
    said.push(stdout, stderr);
    return { stdout: stdout.replace(/\s+/g, " "), stderr, code };
  };
  await run("record");
  status = 401;
  const refused = await run("optimize");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("Check OPENAI_API_KEY") });
  expect((await run("status")).stdout).toContain("OpenAI answered 401");
  status = 200;
  expect((await run("optimize")).stdout).toContain("work: part-time beekeeper");
  expect((await run("show")).stdout).toContain("part-time beekeeper");
  expect((await run("status", "--cost")).stdout).toContain("openai:gpt-5-mini 1 call, 9 tokens in, 2 out");
  await run("doctor");
  await run("export", "--json");
  expect(keys).toEqual([`Bearer ${KEY}`, `Bearer ${KEY}`]);
  expect(said.join("\n")).not.toContain(KEY);
  const files = await readdir(join(workplace.directory), { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    expect(await readFile(join(file.parentPath, file.name), "utf8"), file.name).not.toContain(KEY);
  }
}, 60_000);
