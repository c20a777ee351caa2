import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { defaultTools } from "../catalogue.ts";
import { CARD } from "../resources/persona-card.ts";
import { openWorkplace, type Workplace } from "../testing/command-process.ts";
import { type ClientHeaders, connectLegacySdk, connectSdk } from "../testing/http-clients.ts";
import { type HttpProcess, openHttpProcess } from "../testing/http-process.ts";

const answerSchema = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
});

let workplace: Workplace;
let server: HttpProcess;
beforeAll(async () => {
  workplace = await openWorkplace();
  server = await openHttpProcess(workplace, ["--multi-user"]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await workplace[Symbol.asyncDispose]();
});

const clients = [
  ["the client of the first SDK", connectLegacySdk],
  ["the client of the second SDK in the legacy era", connectSdk.bind(undefined, "legacy")],
  ["the client of the second SDK in whichever era it finds", connectSdk.bind(undefined, "auto")],
  ["the client of the second SDK in the modern era alone", connectSdk.bind(undefined, { pin: "2026-07-28" })],
] as const;

describe.for(clients)("%s", ([name, connect]) => {
  const headers = (user: string): ClientHeaders => ({
    Authorization: `Bearer ${server.token}`,
    "Lifelong-User": encodeURIComponent(user),
  });

  test("lists the tools, records what its user says, learns it, and sees the change; another user does not", async () => {
    const client = await connect(server.url, headers(name));
    const call = async (tool: string, input: Record<string, unknown> = {}) =>
      answerSchema.parse(await client.callTool({ name: tool, arguments: input }));
    try {
      expect(client.getInstructions()).toContain("get_persona");
      expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(defaultTools.map((tool) => tool.name));
      expect((await call("get_persona")).structuredContent).toMatchObject({ persona: "", revision: 0 });
      const messages = [{ role: "user", text: "My name is Ada and I live in Lisbon." }];
      expect((await call("record_session", { messages })).structuredContent).toMatchObject({ kept: 1 });
      expect((await call("optimize_persona")).structuredContent).toMatchObject({ outcome: expect.any(String) });
      const { structuredContent, content } = await call("get_persona");
      expect(structuredContent?.persona).toContain("Lisbon");
      expect(content[0]?.text).toContain("Lisbon");
      const [card] = (await client.readResource({ uri: CARD })).contents;
      expect(card).toMatchObject({ mimeType: "text/html;profile=mcp-app", text: expect.stringMatching(/^<!doctype/) });
      const [evidence] = (await client.readResource({ uri: "persona://me/evidence" })).contents;
      expect(evidence).toMatchObject({ text: expect.stringContaining("My name is Ada and I live in Lisbon.") });
    } finally {
      await client.close();
    }
    const stranger = await connect(server.url, headers(`${name}, a stranger`));
    try {
      const { structuredContent } = answerSchema.parse(await stranger.callTool({ name: "get_persona", arguments: {} }));
      expect(structuredContent).toMatchObject({ persona: "", revision: 0 });
    } finally {
      await stranger.close();
    }
  });

  test("is refused with a wrong token", async () => {
    const connecting = connect(server.url, { ...headers(name), Authorization: "Bearer wrong" });
    await expect(connecting).rejects.toThrowError(/401|Unauthorized|token/i);
  });
});
