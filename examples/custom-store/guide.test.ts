import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test.for([
  ["postgres-store.ts", "export function postgresStore"],
  ["postgres-store.ts", "const plugin"],
  ["postgres-store.test.ts", "import { storeContract }"],
] as const)("the guide for authors quotes %s as it is, from %s on", async ([file, beginning]) => {
  const guide = await readFile(new URL("../../docs/write-a-store.md", import.meta.url), "utf8");
  const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const block = blocks.find((code) => code.startsWith(beginning)) ?? expect.unreachable();
  const source = flush(await readFile(new URL(file, import.meta.url), "utf8"));
  let end = 0;
  for (const stretch of flush(block).split(/^(?:\/\/ …)?\n/m)) {
    const start = source.indexOf(stretch, end);
    expect(start, stretch).toBeGreaterThanOrEqual(end);
    end = start + stretch.length;
  }
});

/** Without indentation. */
function flush(code: string): string {
  return code.replace(/^ +/gm, "");
}
