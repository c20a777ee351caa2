import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type OutputChunk, rolldown } from "rolldown";
import { expect, test } from "vitest";
import config from "../packages/mcp-server/rolldown.config.ts";

const HTTP =
  /node_modules\/(?:hono|@hono|jose|rate-limiter-flexible)\/|mcp-server\/src\/http\/|server\/dist\/index\.mjs$/;
const IMPORT = /node_modules\/(?:yauzl|pend)\/|mcp-server\/src\/importing\//;

test("in the bundle, a server over stdio reads nothing that is for HTTP or an import, and no skill before it is asked for one", async () => {
  const cwd = fileURLToPath(new URL("../packages/mcp-server/", import.meta.url));
  const bundle = await rolldown({ ...config, cwd });
  const { output } = await bundle.generate({ ...config.output, minify: false });
  const chunks = output.filter((part): part is OutputChunk => part.type === "chunk");
  const imported = (name: string) => {
    const seen = new Set(chunks.filter((chunk) => chunk.facadeModuleId?.endsWith(name)));
    expect(seen.size, name).toBe(1);
    for (const chunk of seen) for (const other of chunks) if (chunk.imports.includes(other.fileName)) seen.add(other);
    return [...seen];
  };
  const read = (name: string, needless: RegExp) =>
    imported(name).flatMap(({ moduleIds }) => moduleIds.filter((id) => needless.test(id)));
  for (const needless of [HTTP, IMPORT]) {
    expect(read("src/cli.ts", needless)).toEqual([]);
    expect(read("src/commands/serve.ts", needless)).toEqual([]);
  }
  expect(read("src/http/serve-http.ts", HTTP).length).toBeGreaterThan(20);
  expect(read("src/commands/import.ts", IMPORT).length).toBeGreaterThan(10);
  const skill = await readFile(
    new URL("../packages/mcp-server/skills/lifelong-optimizer/SKILL.md", import.meta.url),
    "utf8",
  );
  const holding = chunks.filter(({ code }) => code.includes(JSON.stringify(skill).slice(1, -1)));
  expect(holding).toHaveLength(1);
  for (const name of ["src/cli.ts", "src/commands/serve.ts", "src/v1.ts"]) {
    expect(imported(name)).not.toContain(holding[0]);
  }
  await bundle.close();
});
