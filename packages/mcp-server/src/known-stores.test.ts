import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { KNOWN_STORES } from "./known-stores.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean() })).default({}),
});

/** Of the repository, by path from its root. */
const packages = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`);

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function sourcesIn(folder: string): string[] {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".ts")).map((path) => join(folder, path));
}

describe.for(KNOWN_STORES)("$name can be deleted", ({ name, schemes }) => {
  const folder = name.replace("@lifelong/", "packages/");
  const others = packages.filter((path) => path !== folder);

  test("since no code of another package imports it", () => {
    const importing = new RegExp(
      `(?:from|import\\(?|require\\()\\s*["'][^"'\\n]*${name.replace("@lifelong/", "\\b")}\\b`,
    );
    const sources = [...others.map((path) => `${path}/src`), "tools"].flatMap(sourcesIn);
    expect(sources.length).toBeGreaterThan(400);
    expect(sources.filter((path) => importing.test(read(path)))).toEqual([]);
  });

  test("since no package needs it, and the command's types refer to none of its", () => {
    for (const path of others) {
      const manifest = manifestSchema.parse(JSON.parse(read(`${path}/package.json`)));
      const { dependencies, devDependencies, peerDependenciesMeta } = manifest;
      expect(dependencies, path).not.toHaveProperty([name]);
      // A link to a folder that is gone is a warning for pnpm, where one to a package of the workspace is an error.
      expect(devDependencies[name] ?? "link:", path).toMatch(/^link:/);
      if (name in devDependencies) expect(peerDependenciesMeta[name], path).toEqual({ optional: true });
      expect(read(`${path}/tsconfig.json`), path).not.toContain(folder.replace("packages/", "../"));
    }
  });

  test("and each of its schemes can stand before a colon", () => {
    for (const scheme of schemes) expect(scheme).toMatch(/^[a-z][a-z0-9+.-]*$/);
  });
});
