import { fileURLToPath } from "node:url";
import { type OutputChunk, rolldown } from "rolldown";
import { expect, test } from "vitest";
import config from "../packages/mcp-server/rolldown.config.ts";

const HTTP =
  /node_modules\/(?:hono|@hono|jose|rate-limiter-flexible)\/|mcp-server\/src\/http\/|server\/dist\/index\.mjs$/;
const IMPORT = /node_modules\/(?:yauzl|pend)\/|mcp-server\/src\/importing\//;

test("in the bundle, a server over stdio reads nothing that is for HTTP, or for an import", async () => {
  const cwd = fileURLToPath(new URL("../packages/mcp-server/", import.meta.url));
  const bundle = await rolldown({ ...config, cwd, plugins: [] });
  const { output } = await bundle.generate({ ...config.output, minify: false });
  const chunks = output.filter((part): part is OutputChunk => part.type === "chunk");
  const read = (name: string, needless: RegExp) => {
    const seen = new Set(chunks.filter((chunk) => chunk.facadeModuleId?.endsWith(name)));
    expect(seen.size, name).toBe(1);
    for (const chunk of seen) for (const other of chunks) if (chunk.imports.includes(other.fileName)) seen.add(other);
    return [...seen].flatMap(({ moduleIds }) => moduleIds.filter((id) => needless.test(id)));
  };
  for (const needless of [HTTP, IMPORT]) {
    expect(read("src/cli.ts", needless)).toEqual([]);
    expect(read("src/commands/serve.ts", needless)).toEqual([]);
  }
  expect(read("src/http/serve-http.ts", HTTP).length).toBeGreaterThan(20);
  expect(read("src/commands/import.ts", IMPORT).length).toBeGreaterThan(10);
  await bundle.close();
});
