import { acceptedContent, inputRequired, McpServer } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { connectLegacySdk, connectSdk } from "../testing/http-clients.ts";
import { type HttpRoom, openHttpRoom, TOKEN } from "../testing/http-room.ts";

const NOTE = "note://me";
const READY = "note://ready";
const LAST = "note://last";

/** Signals of the calls that wait for their end. */
const waits: AbortSignal[] = [];

/** What the catalogue may come to need of a transport: a question to the user, progress, and news of a resource. */
function serverOf(userId: string): McpServer {
  const server = new McpServer({ name: "fixture", version: "1" }, { capabilities: { resources: { subscribe: true } } });
  server.registerTool("ask", { inputSchema: z.object({}) }, async (_input, { mcpReq }) => {
    const answer = acceptedContent(mcpReq.inputResponses, "sure", z.object({ sure: z.boolean() }));
    if (answer) return { content: [{ type: "text", text: `${userId}: ${answer.sure}` }] };
    const question = inputRequired.elicit({ message: "Sure?", requestedSchema: z.object({ sure: z.boolean() }) });
    return inputRequired({ inputRequests: { sure: question } });
  });
  server.registerTool("count", { inputSchema: z.object({}) }, async (_input, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (let progress = 1; progress <= 3 && progressToken !== undefined; progress += 1) {
      await mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total: 3 } });
    }
    return { content: [{ type: "text", text: "counted" }] };
  });
  server.registerTool("wait", { inputSchema: z.object({}) }, async (_input, { mcpReq: { signal } }) => {
    waits.push(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return { content: [] };
  });
  server.registerTool("look", { inputSchema: z.object({}) }, async (_input, { http }) => ({
    content: [{ type: "text", text: JSON.stringify([...(http?.req?.headers ?? []), http?.authInfo]) }],
  }));
  server.registerResource("note", NOTE, {}, async () => ({ contents: [{ uri: NOTE, text: userId }] }));
  server.server.setRequestHandler("resources/subscribe", () => ({}));
  return server;
}

let room: HttpRoom;
beforeAll(async () => {
  room = await openHttpRoom({ serverOf, settings: { multiUser: true } });
});
afterAll(async () => room[Symbol.asyncDispose]());

const headersOf = (user: string) => ({ Authorization: `Bearer ${TOKEN}`, "Lifelong-User": user });

/** A client of each kind, with what it was asked and told. */
async function connectFirst(user: string, news: string[]) {
  const { ElicitRequestSchema, ResourceUpdatedNotificationSchema } = await import("@modelcontextprotocol/sdk/types.js");
  return connectLegacySdk(room.url, headersOf(user), (client) => {
    client.setRequestHandler(ElicitRequestSchema, async () => ({ action: "accept", content: { sure: true } }));
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void news.push(params.uri));
  });
}

async function connectSecond(mode: "legacy" | "auto", user: string, news: string[]) {
  return connectSdk(mode, room.url, headersOf(user), (client) => {
    client.setRequestHandler("elicitation/create", async () => ({ action: "accept", content: { sure: true } }));
    client.setNotificationHandler("notifications/resources/updated", ({ params }) => void news.push(params.uri));
  });
}

const kinds = [
  ["the first SDK", connectFirst],
  ["the second SDK in the legacy era", connectSecond.bind(undefined, "legacy")],
  ["the second SDK in the modern era", connectSecond.bind(undefined, "auto")],
] as const;

describe.for(kinds)("a client of %s", ([, connect]) => {
  test("is asked for the user's consent in the middle of a call", async () => {
    const client = await connect("ada", []);
    const { content } = await client.callTool({ name: "ask", arguments: {} });
    expect(content).toEqual([{ type: "text", text: "ada: true" }]);
    await client.close();
  });

  test("hears of progress before the answer", async () => {
    const client = await connect("ada", []);
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }) => void heard.push(progress);
    const call = { name: "count", arguments: {} };
    // The first SDK takes the schema of the answer before the options.
    await ("getProtocolEra" in client
      ? client.callTool(call, { onprogress })
      : client.callTool(call, undefined, { onprogress }));
    expect(heard).toEqual([1, 2, 3]);
    await client.close();
  });

  test("has its token kept from the tools", async () => {
    const client = await connect("ada", []);
    const seen = JSON.stringify(await client.callTool({ name: "look", arguments: {} }));
    expect(seen).toContain("application/json");
    expect(seen).not.toContain(TOKEN);
    await client.close();
  });

  test("stops a call that it no longer wants", async () => {
    const client = await connect("ada", []);
    const before = waits.length;
    const stopping = new AbortController();
    const call = { name: "wait", arguments: {} };
    const options = { signal: stopping.signal };
    const failed = expect(
      "getProtocolEra" in client ? client.callTool(call, options) : client.callTool(call, undefined, options),
    ).rejects.toThrowError();
    await vi.waitFor(() => expect(waits.length).toBe(before + 1));
    stopping.abort();
    await failed;
    await vi.waitFor(() => expect(waits.at(-1)?.aborted).toBe(true));
    await client.close();
  });

  test("hears once of a change of what it has subscribed to, and nothing of another user's", async () => {
    const [own, others]: [string[], string[]] = [[], []];
    const [ada, bob] = [await connect("ada", own), await connect("bob", others)];
    for (const client of [ada, bob]) {
      if ("getProtocolEra" in client && client.getProtocolEra() === "modern") {
        await client.listen({ resourceSubscriptions: [READY, NOTE, LAST] });
      } else await client.subscribeResource({ uri: NOTE });
    }
    const tell = async (user: string, uri: string) => {
      room.serving.notify(user)?.resourceUpdated(uri);
      for (const { server } of room.serving.servers(user)) await server.sendResourceUpdated({ uri });
    };
    // A client of the 2025 protocols opens its stream in its own time.
    await vi.waitFor(async () => {
      await tell("ada", READY);
      await tell("bob", READY);
      expect([own.length, others.length]).not.toContain(0);
    }, 5_000);
    await tell("ada", NOTE);
    await tell("ada", LAST);
    await tell("bob", LAST);
    await vi.waitFor(() => expect([own.at(-1), others.at(-1)]).toEqual([LAST, LAST]), 5_000);
    expect(own.filter((uri) => uri === NOTE)).toHaveLength(1);
    expect(others).not.toContain(NOTE);
    await ada.close();
    await bob.close();
  });
});
