import { readdirSync, readFileSync } from "node:fs";
import type { Plugin, RolldownOptions } from "rolldown";

/** The bundle carries code of other packages, whose licences ask for their text to go along. */
const thirdPartyLicenses: Plugin = {
  name: "third-party-licenses",
  generateBundle(_options, bundle) {
    const directories = new Set<string>();
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      for (const id of chunk.moduleIds) {
        const directory = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/"))?.[0];
        if (directory) directories.add(directory);
      }
    }
    const texts = [...directories].map((directory) => {
      const { name, version, license, author } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8"));
      // Some packages carry data under a licence of its own, and name it in a file beside theirs.
      const files = readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isFile() && /^(?:third[-_]party[-_])?licen[cs]e/i.test(entry.name))
        .map(({ name }) => readFileSync(`${directory}/${name}`, "utf8").trim());
      const text = files.join("\n\n") || (license === "MIT" && author && mit(author));
      if (!text) throw new Error(`${name}@${version} ships no licence text; add it by hand before bundling it.`);
      return `${name} ${version} (${license})\n\n${text}\n`;
    });
    this.emitFile({
      type: "asset",
      fileName: "THIRD-PARTY-LICENSES.txt",
      source: texts.sort().join(`\n${"-".repeat(80)}\n\n`),
    });
  },
};

/** Some packages name the MIT licence and its holder, and leave the text out. */
function mit(author: string | { name: string }): string {
  return `MIT License

Copyright (c) ${typeof author === "string" ? author : author.name}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}

const SKILL = new URL("./skills/lifelong-optimizer/SKILL.md", import.meta.url);

/** The bundle carries the skill's text where the source reads its file: it is copied to other places without that. */
const skillText: Plugin = {
  name: "skill-text",
  load: {
    filter: { id: /[\\/]skills[\\/]optimizer-text\.ts$/ },
    handler: () => `export const OPTIMIZER_TEXT = ${JSON.stringify(readFileSync(SKILL, "utf8"))};`,
  },
};

/** The SDK has HTTP and the rest in one file, which a server over stdio would read whole. */
const SDK_INDEX = /modelcontextprotocol[\\/]server[\\/]dist[\\/]index\.mjs$/;

const config: RolldownOptions = {
  // cli.ts only checks the Node version and then imports the rest, so that an old Node can still parse it. The worker
  // lies under its own name beside the chunk that starts it, as its source lies beside the source of that.
  input: { cli: "src/cli.ts", v1: "src/v1.ts", "chunks/extractor-worker": "src/extractor-worker.ts" },
  platform: "node",
  // Installed beside the command by those who want it: the bench's data and charts are ten times the command, and whoever
  // has a server of the first SDK has that SDK.
  external: ["@lifelong/bench", /^@modelcontextprotocol\/sdk\//],
  plugins: [skillText, thirdPartyLicenses],
  treeshake: { moduleSideEffects: [{ test: SDK_INDEX, sideEffects: false }] },
  // Of no account: nobody imports what the command exports. The grouping below wants it said.
  preserveEntrySignatures: "allow-extension",
  output: {
    dir: "dist",
    format: "esm",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: "mcp-http", test: SDK_INDEX }] },
    cleanDir: true,
  },
};

export default config;
