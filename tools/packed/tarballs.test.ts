import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData, type Package } from "@arethetypeswrong/core";
import { publint } from "publint";
import { describe, expect, inject, test } from "vitest";

/** ES modules resolve in these ways. CommonJS loads them with `require` in every Node that the packages take. */
const WAYS: readonly string[] = ["node16-esm", "bundler"];

describe.each(inject("packed").packages)("$name, packed", ({ name, tarball }) => {
  test("holds its licence, a readme and what was built, and nothing that is for its makers", async () => {
    const paths = pathsOf(await open(tarball));
    expect(paths).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    const ours = paths.filter((path) => /\.(?:test|bench)\.|\/__|\.tsbuildinfo$|tsconfig/.test(path));
    // The contracts for stores, models and queues are for everybody who writes one.
    const testing = paths.filter((path) => name !== "@lifelong/core" && path.includes("/testing/"));
    expect([...ours, ...testing]).toEqual([]);
    if (name === "lifelong") return;
    const built = paths.flatMap((path) => /^dist\/(.*)\.d\.ts$/.exec(path)?.[1] ?? []);
    expect(built.length).toBeGreaterThan(0);
    const stale = built.filter((path) => !paths.includes(`src/${path}.ts`));
    expect(stale, "built from sources that are gone: remove packages/*/dist and build again").toEqual([]);
  });

  test("says everything that a registry shows, and names versions of packages alone", async () => {
    const manifest = manifestOf(await open(tarball));
    expect(manifest).toMatchObject({
      license: "MIT",
      engines: { node: ">=22.18" },
      description: expect.stringMatching(/^.{20,160}$/),
      publishConfig: { access: "public" },
    });
    expect(manifest).not.toHaveProperty("devDependencies");
    expect(JSON.stringify(manifest)).not.toMatch(/"(?:link|workspace|catalog|file):/);
    expect(JSON.stringify(manifest.exports)).not.toContain("/src/");
  });

  test("imports in its declarations what it declares", async () => {
    const opened = await open(tarball);
    const { dependencies, peerDependencies } = manifestOf(opened);
    const declared = Object.keys({ ...(dependencies as object), ...(peerDependencies as object) });
    const imported = new Set<string>();
    for (const path of opened.listFiles().filter((path) => path.endsWith(".d.ts"))) {
      const specifiers = opened.readFile(path).matchAll(/(?:from|import\() ?"(@[^/"]+\/[^/"]+|[^."][^/"]*)/g);
      for (const [, specifier = ""] of specifiers) if (!specifier.startsWith("node:")) imported.add(specifier);
    }
    expect(declared).toEqual(expect.arrayContaining([...imported]));
  });

  test("is what bundlers, Node and npm expect", async () => {
    const data = await readFile(tarball);
    const { messages } = await publint({ pack: { tarball: data.buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  test("resolves its types wherever ES modules are", async () => {
    const result = await checkPackage(await open(tarball));
    if (result.types === false) return expect.fail("No types are found.");
    const problems = result.problems.filter((problem) => {
      return !("resolutionKind" in problem) || WAYS.includes(problem.resolutionKind);
    });
    expect(problems).toEqual([]);
  });
});

async function open(tarball: string): Promise<Package> {
  return createPackageFromTarballData(new Uint8Array(await readFile(tarball)));
}

/** Relative to the package's folder. */
function pathsOf(opened: Package): string[] {
  return opened.listFiles().map((path) => path.replace(`/node_modules/${opened.packageName}/`, ""));
}

function manifestOf(opened: Package): Record<string, unknown> {
  return JSON.parse(opened.readFile(`/node_modules/${opened.packageName}/package.json`)) as Record<string, unknown>;
}
