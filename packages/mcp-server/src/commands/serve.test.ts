import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { Client as ModernClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as ModernTransport } from "@modelcontextprotocol/client/stdio";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { catalogue, defaultTools } from "../catalogue.ts";
import { CLI, openWorkplace, type Workplace } from "../testing/command-process.ts";

const CLIENT = { name: "test-host", version: "3.2.1" };
/** A handshake of the legacy era, as a host writes it. */
const OPENING = [
  {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: CLIENT },
  },
  { jsonrpc: "2.0", method: "notifications/initialized" },
];

/** What all clients have in common, however they name it. */
interface Host {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>;
  getInstructions(): string | undefined;
  close(): Promise<void>;
}

const answerSchema = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

let workplace: Workplace;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  workplace = await openWorkplace();
});
afterAll(async () => {
  for (const host of open) await host.close();
  await workplace[Symbol.asyncDispose]();
});

async function connectLegacySdk(env: Record<string, string> = {}): Promise<Host> {
  const client = new LegacyClient(CLIENT);
  open.push(client);
  await client.connect(new LegacyTransport(serverProcess(env)));
  return client;
}

async function connectSdk(mode: "legacy" | "auto", env: Record<string, string> = {}): Promise<Host> {
  const client = new ModernClient(CLIENT, { versionNegotiation: { mode } });
  open.push(client);
  await client.connect(new ModernTransport(serverProcess(env)));
  expect(client.getProtocolEra()).toBe(mode === "auto" ? "modern" : "legacy");
  return client;
}

function serverProcess(env: Record<string, string>) {
  return {
    command: process.execPath,
    args: [CLI, "serve"],
    env: { ...workplace.environment, ...env },
    stderr: "ignore" as const,
  };
}

async function call(host: Host, name: string, input: Record<string, unknown> = {}) {
  const { content, structuredContent, isError } = answerSchema.parse(await host.callTool({ name, arguments: input }));
  return { text: content[0]?.text ?? "", data: structuredContent, isError: isError ?? false };
}

const hosts: readonly (readonly [string, (env?: Record<string, string>) => Promise<Host>])[] = [
  ["the client of the first SDK", (env) => connectLegacySdk(env)],
  ["the client of the second SDK in the legacy era", (env) => connectSdk("legacy", env)],
  ["the client of the second SDK in the modern era", (env) => connectSdk("auto", env)],
];

describe.for(hosts)("%s", ([profile, connect]) => {
  let host: Host;
  beforeAll(async () => {
    host = await connect({ LIFELONG_PROFILE: profile });
  });

  test("is told what to do, and lists the tools", async () => {
    expect(host.getInstructions()).toContain("get_persona");
    expect((await host.listTools()).tools.map((tool) => tool.name)).toEqual(defaultTools.map((tool) => tool.name));
  });

  test("gets a refusal that names the unknown argument", async () => {
    expect(await call(host, "get_persona", { userId: "eve" })).toEqual({
      text: expect.stringContaining('INVALID_INPUT: Unknown argument "userId".'),
      data: undefined,
      isError: true,
    });
  });

  test("records what the user says, and gets it back in the persona of its profile", async () => {
    expect((await call(host, "get_persona")).data).toMatchObject({ persona: "", revision: 0 });
    const messages = [{ role: "user", text: "My name is Ada and I live in Lisbon." }];
    const recorded = await call(host, "record_session", { messages });
    expect(recorded.data).toMatchObject({ duplicate: false, kept: 1, notKept: [] });
    const again = { sessionId: recorded.data?.sessionId, messages };
    expect((await call(host, "record_session", again)).data).toMatchObject({ duplicate: true, kept: 0 });
    await call(host, "optimize_persona");
    expect((await call(host, "get_persona")).data?.persona).toContain("Ada");
  });

  test("keeps nothing of a private conversation, and is told so", async () => {
    const messages = [{ role: "user", text: "I am allergic to peanuts." }];
    const { data } = await call(host, "record_session", { messages, private: true });
    expect(data).toMatchObject({ kept: 0, notKept: [{ reason: "private", count: 1 }] });
    await call(host, "optimize_persona");
    expect((await call(host, "get_persona")).data?.persona).not.toContain("peanuts");
  });

  test("gets the same as text and as data from every tool, and data that fits the listed schema", async () => {
    const messages = [{ role: "user", text: "I like green tea." }];
    const answers = [
      ["record_session", await call(host, "record_session", { messages })],
      ["record_session", await call(host, "record_session", { messages, private: true })],
      ["optimize_persona", await call(host, "optimize_persona")],
      ["get_persona", await call(host, "get_persona", { budgetTokens: 300 })],
    ] as const;
    for (const [name, { text, data }] of answers) {
      expect(catalogue.find((tool) => tool.name === name)?.output.safeParse(data).error).toBeUndefined();
      for (const leaf of leaves(data)) expect(text).toContain(String(leaf));
    }
  });
});

test("while LIFELONG_OFF=1, every call says so and nothing is written", async () => {
  const directory = join(workplace.directory, "off");
  const host = await connectSdk("auto", { LIFELONG_OFF: "1", LIFELONG_STORE: `file:${directory}` });
  for (const [name, input] of [
    ["get_persona", {}],
    ["record_session", { messages: [{ role: "user", text: "I like tea." }] }],
    ["optimize_persona", {}],
  ] as const) {
    expect(await call(host, name, input)).toMatchObject({
      text: expect.stringContaining("Lifelong is off"),
      isError: true,
    });
  }
  await host.close();
  await expect(readdir(directory)).rejects.toThrowError(/ENOENT/);
});

test("notes which program read and recorded, by name and time alone", async () => {
  const directory = join(workplace.directory, "noted");
  const host = await connectSdk("auto", { LIFELONG_STORE: `file:${directory}` });
  await call(host, "get_persona");
  await call(host, "record_session", { messages: [{ role: "user", text: "My name is Canary." }] });
  await host.close();
  const notes = await readFile(join(directory, "clients.json"), "utf8");
  expect(JSON.parse(notes)).toEqual({
    clients: [{ ...CLIENT, profile: "default", readAt: expect.any(String), recordedAt: expect.any(String) }],
  });
  expect(notes).not.toContain("Canary");
});

test("learns after its start what an earlier process recorded and did not live to learn", async () => {
  const directory = join(workplace.directory, "unread");
  const elsewhere = createPersonalizer({ store: fileStore({ directory }) });
  await elsewhere.recordSession("default", { messages: [{ role: "user", text: "My name is Ana." }] });
  const host = await connectSdk("auto", { LIFELONG_STORE: `file:${directory}` });
  await vi.waitFor(async () => expect((await elsewhere.getPersona("default")).text).toContain("Ana"), 15_000);
  await host.close();
});

test("tells a host of what its records taught by themselves, and at its next call of what another process changed", async () => {
  const directory = join(workplace.directory, "watched");
  const client = new ModernClient(CLIENT, { versionNegotiation: { mode: "auto" } });
  open.push(client);
  const updates: string[] = [];
  client.setNotificationHandler("notifications/resources/updated", ({ params: { uri } }) => void updates.push(uri));
  await client.connect(new ModernTransport(serverProcess({ LIFELONG_STORE: `file:${directory}` })));
  await client.listen({ resourceSubscriptions: ["persona://me"] });
  await call(client, "record_session", { messages: [{ role: "user", text: "My name is Ada." }] });
  await vi.waitFor(() => expect(updates).toEqual(["persona://me"]), 15_000);
  const elsewhere = createPersonalizer({ store: fileStore({ directory }) });
  await elsewhere.edit("default", [{ kind: "set", field: "likes", content: "chess" }]);
  await call(client, "get_persona");
  await vi.waitFor(() => expect(updates).toHaveLength(2), 15_000);
  await client.close();
});

describe("the process", () => {
  test("says on stderr where the data is, and on stdout nothing but the protocol; all tools in 12 KB, the first three in 6", async () => {
    const messages = [...OPENING, { jsonrpc: "2.0", id: 2, method: "tools/list" }];
    const { stdout, stderr, code } = await speak(messages, "EOF", [], ["--tools", "all"]);
    expect(stderr).toContain(join(workplace.directory, "data"));
    const lines = stdout.trimEnd().split("\n");
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    const listing = JSON.parse(lines.at(-1) ?? "");
    const names = listing.result.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(catalogue.map(({ name }) => name));
    expect(Buffer.byteLength(lines.at(-1) ?? "")).toBeLessThanOrEqual(12 * 1024);
    listing.result.tools.length = 3;
    expect(Buffer.byteLength(JSON.stringify(listing))).toBeLessThanOrEqual(6 * 1024);
    expect(code).toBe(0);
  });

  test.for(["EOF", "SIGTERM", "SIGINT"] as const)("ends well on %s", async (end) => {
    expect(await speak(OPENING, end)).toMatchObject({ code: 0, signal: null });
  });

  test("loads no language model, no tokenizer, no provider, nothing of HTTP and no other command to list the tools and read the persona", async () => {
    const loaded = `data:text/javascript,import{registerHooks}from"node:module";import{writeSync}from"node:fs";registerHooks({load(url,context,next){writeSync(2,"loaded "+url+"\\n");return next(url,context)}})`;
    const { stderr } = await speak(
      [
        ...OPENING,
        { jsonrpc: "2.0", id: 2, method: "tools/list" },
        { jsonrpc: "2.0", id: 3, method: "tools/call", params: { name: "get_persona" } },
      ],
      "EOF",
      ["--import", loaded],
    );
    const modules = stderr.split("\n").filter((line) => line.startsWith("loaded "));
    const own = modules.flatMap((line) => /mcp-server\/src\/commands\/(.*)$/.exec(line)?.[1] ?? []);
    expect(own).toEqual(["serve.ts"]);
    expect(
      modules.filter((line) =>
        /wink|tokenizer|o200k|providers|openai|anthropic|genai|undici|hono|jose|rate-limiter|mcp-server\/src\/(?:http|card)\/|rolldown|node:http|\/view\/(?!layout)/.test(
          line,
        ),
      ),
    ).toEqual([]);
    expect(modules.filter((line) => line.includes("/core/src/")).length).toBeGreaterThan(5);
  });
});

/** Writes the messages to a server, waits for as many answers, and ends it so. */
async function speak(
  messages: readonly { jsonrpc: string; id?: number; method: string; params?: object }[],
  end: "EOF" | "SIGTERM" | "SIGINT",
  nodeOptions: readonly string[] = [],
  options: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...nodeOptions, CLI, "serve", ...options], { env: workplace.environment });
  const stderr = text(child.stderr);
  let stdout = "";
  const expected = messages.filter((message) => message.id !== undefined).length;
  const answered = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      if (stdout.split("\n").length > expected) resolve();
    });
  });
  for (const message of messages) child.stdin.write(`${JSON.stringify(message)}\n`);
  await answered;
  if (end === "EOF") child.stdin.end();
  else child.kill(end);
  await once(child, "close");
  return { stdout, stderr: await stderr, code: child.exitCode, signal: child.signalCode };
}

function leaves(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return value === "" ? [] : [value];
  return Object.values(value).flatMap(leaves);
}
