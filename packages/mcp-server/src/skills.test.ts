import { createHash } from "node:crypto";
import { createPersonalizer, hostPass, memoryStore } from "@lifelong/core";
import { describe, expect, test } from "vitest";
import { skills } from "./catalogue.ts";
import { connectLegacySdk, connectSdk } from "./testing/http-clients.ts";
import { openHttpRoom, TOKEN } from "./testing/http-room.ts";
import { pairs } from "./testing/surface-host.ts";

const URI = "skill://lifelong-optimizer/SKILL.md";
const settings = { personalizer: createPersonalizer({ store: memoryStore(), passes: [hostPass()] }), userId: "ada" };

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

describe.for(pairs)("%s:", ([, connect]) => {
  test("offers the skill with the digest, the size and the frontmatter of what is read", async () => {
    await using host = await connect(settings);
    const [document] = await host.read(URI);
    const text = document?.text ?? "";
    expect(document).toMatchObject({ mimeType: "text/markdown", text: await skills[0]?.text() });
    const [entry, ...others] = await host.skills();
    expect(entry).toMatchObject({
      uri: URI,
      frontmatter: { name: "lifelong-optimizer", description: expect.stringMatching(/^How to learn .*\.$/) },
      resources: [{ uri: URI, digest: digestOf(text), size: Buffer.byteLength(text) }],
    });
    expect(others).toEqual([]);
    expect(await host.skill(URI)).toEqual(entry);
  });

  test("names what is no skill of its own", async () => {
    await using host = await connect(settings);
    const other = "skill://other/SKILL.md";
    await expect(host.skill(other)).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(other) });
    await expect(host.read(other)).rejects.toMatchObject({ message: expect.stringContaining(other) });
  });
});

test("over HTTP clients of both eras find it", async () => {
  const { SkillsClient } = await import("@modelcontextprotocol/client/ext/skills");
  await using room = await openHttpRoom();
  const headers = { Authorization: `Bearer ${TOKEN}` };
  for (const mode of ["legacy", "auto"] as const) {
    const client = await connectSdk(mode, room.url, headers);
    const reader = new SkillsClient(client);
    expect(reader.supported).toBe(true);
    const [entry] = (await reader.list()).skills;
    expect(entry && (await reader.read(entry))).toMatchObject({ verified: true, uri: URI });
    await client.close();
  }
  const first = await connectLegacySdk(room.url, headers);
  expect(first.getServerCapabilities()?.extensions).toHaveProperty(["io.modelcontextprotocol/skills"]);
  expect((await first.listResources()).resources).toContainEqual(expect.objectContaining({ uri: URI }));
  await first.close();
});
