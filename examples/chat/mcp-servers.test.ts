import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Tool } from "@lifelong/agent";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMcpServers } from "./mcp-servers.ts";

const command = fileURLToPath(new URL("../../packages/mcp-server/src/cli.ts", import.meta.url));
const node = process.execPath;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong chat mcp "));
});
afterAll(() => rm(folder, { recursive: true }));

/** Our own server, in a process that leaves its id in a file. */
const serve = () =>
  `sh -c 'echo $$ > "$0"; exec "$@"' "${folder}/pid" "${node}" "${command}" serve --store "file:${folder}/data"`;

async function use(tools: readonly Tool[], name: string, input: unknown): Promise<string> {
  const prepared = tools.find((tool) => tool.name === name)?.prepare(input) ?? { issue: `There is no ${name}.` };
  const context = { userId: "ana", sessionId: "s", earlier: [], signal: AbortSignal.timeout(20_000) };
  return "issue" in prepared ? prepared.issue : prepared.run(context);
}

describe.skipIf(process.platform === "win32")("a server in a process of its own", () => {
  test("lists its tools and runs them over stdio, and a call fails when it has died", async () => {
    const servers = await openMcpServers([serve()]);
    try {
      expect(servers.tools.map(({ name }) => name)).toContain("lifelong_record_session");
      expect(servers.tools.every(({ permission }) => permission === "ask")).toBe(true);
      const messages = [{ role: "user", text: "My name is Ana." }];
      await use(servers.tools, "lifelong_record_session", { messages });
      expect(await use(servers.tools, "lifelong_get_persona", {})).toMatch(/pending: 1/);
      await expect(use(servers.tools, "lifelong_record_session", { messages: 1 })).rejects.toThrow(/messages/);

      process.kill(Number(await readFile(join(folder, "pid"), "utf8")), "SIGKILL");
      await expect(use(servers.tools, "lifelong_get_persona", {})).rejects.toThrow(/closed|connected/i);
    } finally {
      await servers.close();
    }
  });

  test("ends with the program that started it", async () => {
    const servers = await openMcpServers([serve()]);
    const id = Number(await readFile(join(folder, "pid"), "utf8"));
    expect(() => process.kill(id, 0)).not.toThrow();
    await servers.close();
    expect(() => process.kill(id, 0)).toThrow(/ESRCH/);
  });
});

test("a server sees no key, and one that does not start leaves none of the others running", async () => {
  process.env.LIFELONG_TEST_KEY = "secret";
  const look = `"${node}" -e 'require("fs").writeFileSync(process.argv[1], Object.keys(process.env).join())' "${folder}/keys"`;
  try {
    await expect(openMcpServers([serve(), look])).rejects.toMatchObject({ code: "CONFIGURATION" });
  } finally {
    delete process.env.LIFELONG_TEST_KEY;
  }
  expect(await readFile(join(folder, "keys"), "utf8")).toContain("PATH");
  expect(await readFile(join(folder, "keys"), "utf8")).not.toContain("LIFELONG_TEST_KEY");
  const id = Number(await readFile(join(folder, "pid"), "utf8"));
  expect(() => process.kill(id, 0)).toThrow(/ESRCH/);
});
