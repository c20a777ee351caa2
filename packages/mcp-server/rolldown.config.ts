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
      const { name, version, license } = JSON.parse(readFileSync(`${directory}/package.json`, "utf8"));
      const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${name}@${version} ships no licence text; add it by hand before bundling it.`);
      return `${name} ${version} (${license})\n\n${readFileSync(`${directory}/${file}`, "utf8").trim()}\n`;
    });
    this.emitFile({
      type: "asset",
      fileName: "THIRD-PARTY-LICENSES.txt",
      source: texts.sort().join(`\n${"-".repeat(80)}\n\n`),
    });
  },
};

const config: RolldownOptions = {
  // cli.ts only checks the Node version and then imports the rest, so that an old Node can still parse it. The worker
  // lies under its own name beside the chunk that starts it, as its source lies beside the source of that.
  input: { cli: "src/cli.ts", "chunks/extractor-worker": "src/extractor-worker.ts" },
  platform: "node",
  plugins: [thirdPartyLicenses],
  output: {
    dir: "dist",
    format: "esm",
    minify: true,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    cleanDir: true,
  },
};

export default config;
