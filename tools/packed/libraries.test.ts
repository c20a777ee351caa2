import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../..", import.meta.url));
const tsc = join(workspace, "node_modules/.bin", "tsc");
const { packages, libraries } = inject("packed");

test("every entry of every package is imported where all are installed, each with what it declares alone", async () => {
  const entries: string[] = [];
  for (const { name } of packages) {
    const { exports } = JSON.parse(await readFile(installed(name, "package.json"), "utf8")) as { exports: object };
    const modules = Object.keys(exports).filter((subpath) => !subpath.endsWith(".json"));
    entries.push(...modules.map((subpath) => name + subpath.slice(1)));
  }
  expect(entries).toEqual(
    expect.arrayContaining(["@lifelong/core/testing", "@lifelong/store-redis/runner", "lifelong/v1"]),
  );
  const program = `
    const names = {};
    for (const entry of ${JSON.stringify(entries)}) names[entry] = Object.keys(await import(entry)).length;
    console.log(JSON.stringify(names));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: libraries });
  const counted = JSON.parse(stdout) as Record<string, number>;
  expect(Object.keys(counted)).toEqual(entries);
  expect(Object.entries(counted).filter(([, names]) => names === 0)).toEqual([]);
});

test.each([
  { module: "nodenext", moduleResolution: "nodenext" },
  { module: "esnext", moduleResolution: "bundler" },
])("what the readmes show compiles strictly under $moduleResolution", async (resolution) => {
  const folder = join(libraries, resolution.moduleResolution);
  await mkdir(folder);
  let shown = 0;
  for (const { name } of packages) {
    const readme = await readFile(installed(name, "README.md"), "utf8");
    for (const [, example = ""] of readme.matchAll(/```ts\n([\s\S]*?)```/g)) {
      await writeFile(join(folder, `example-${shown}.ts`), `${example}\nexport {};\n`);
      shown += 1;
    }
  }
  expect(shown).toBeGreaterThan(5);
  const options = { target: "es2023", types: ["node"], strict: true, skipLibCheck: true, noEmit: true };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...resolution, ...options } }));
  await run(tsc, ["--project", folder]).catch(({ stdout }) => expect.fail(stdout));
});

function installed(name: string, path: string): string {
  return join(libraries, "node_modules", name, path);
}
