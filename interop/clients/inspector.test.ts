import { describe, expect, test } from "vitest";
import * as z from "zod";
import { openServer } from "../server/open-server.ts";
import { type Era, inspect } from "./inspector.ts";

const CALLS = 200;
const figures = z.object({
  result: z.object({ throughput: z.number(), latencyMs: z.record(z.string(), z.number()) }),
});

describe.for<Era>(["legacy", "modern"])("the Inspector in the %s era", (era) => {
  test("finds no fault in the schemas of the tools", async () => {
    await using server = await openServer("stdio");
    const listed = await inspect(server, era, ["--method", "tools/list", "--strict"]);
    expect(listed).toMatchObject({
      result: { tools: expect.arrayContaining([expect.objectContaining({ name: "forget" })]) },
    });
  });

  test("finds the skill to be what its digests say", async () => {
    await using server = await openServer("stdio");
    const report = await inspect(server, era, ["--method", "skills/list", "--verify", "--require-digests"]);
    expect(report).toMatchObject({
      name: "lifelong-optimizer",
      outcome: "verified",
      conformance: [],
      frontmatter: [],
      files: [{ uri: "skill://lifelong-optimizer/SKILL.md", status: "verified" }],
    });
  });

  test("finds the card of get_persona, which asks for nothing from anywhere", async () => {
    await using server = await openServer("stdio");
    const words = ["--method", "tools/call", "--tool-name", "get_persona", "--app-info"];
    const csp = { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] };
    expect(await inspect(server, era, words)).toMatchObject({
      appInfo: { hasApp: true, resourceUri: "ui://lifelong/card", resourceMimeType: "text/html;profile=mcp-app", csp },
    });
  });

  test.for(["stdio", "http"] as const)(
    "gets as many answers as it calls, four at a time, over %s",
    async (transport) => {
      await using server = await openServer(transport);
      const words = ["--method", "tools/call", "--tool-name", "get_persona", "--load", "--load-concurrency", "4"];
      const found = await inspect(server, era, [...words, "--load-requests", String(CALLS)]);
      const { throughput, latencyMs } = figures.parse(found).result;
      process.stdout.write(`${era}, ${transport}: ${throughput} calls a second, ms: ${JSON.stringify(latencyMs)}\n`);
      expect(found).toMatchObject({ result: { requests: CALLS, ok: CALLS, toolErrors: 0, errors: 0 } });
    },
  );
});

test("the Inspector asks for a login when its token is wrong", async () => {
  await using server = await openServer("http");
  if (!("url" in server.way)) throw new Error("A server over HTTP has an address.");
  const way = { ...server.way, headers: { Authorization: "Bearer wrong" } };
  const refused = inspect({ ...server, way }, "modern", ["--method", "tools/list", "--stored-auth-only"]);
  await expect(refused).rejects.toMatchObject({ code: 3 });
});
