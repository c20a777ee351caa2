import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openStreamingServer } from "../chat/streaming-server.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const page = readFile(new URL("../../docs/agents.md", import.meta.url), "utf8");

test("docs/agents.md shows the program as it is", async () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(await page) ?? [];
  expect(shown).toBe(await readFile(program, "utf8"));
});

test("docs/agents.md names every event", async () => {
  const source = await readFile(new URL("../../packages/agent/src/events.ts", import.meta.url), "utf8");
  const types = Array.from(source.matchAll(/readonly type: "([a-z-]+)"/g), ([, type]) => type);
  const named = Array.from((await page).matchAll(/^\| `([a-z]+-[a-z]+)` \|/gm), ([, type]) => type);
  expect(named).toEqual(types);
});

test("the program calls its tool, and prints the answer", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-own-agent-"));
  const server = await openStreamingServer((role) =>
    role === "tool" ? { deltas: ["Tea ", "it is."] } : { call: { name: "dice", arguments: { count: 1 } } },
  );
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program], {
      cwd: folder,
      env: { ...process.env, LIFELONG_MODEL: `openai-compatible:${server.baseURL}#demo` },
    });
    expect(stdout).toBe("Tea it is.");
    expect(server.asked[1]?.at(-1)?.text).toMatch(/^\[[1-6]\]$/);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
