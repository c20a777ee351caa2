import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "@lifelong/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Places } from "./find-module.ts";
import type { KnownPackage } from "./known-stores.ts";
import { loadSources } from "./plugins.ts";

let root: string;
let places: Places;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "lifelong-test-")));
  const [working, command] = [join(root, "work/deep"), join(root, "command/dist/cli.js")];
  await mkdir(working, { recursive: true });
  places = { working, command: pathToFileURL(command).href };
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<string> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const sourceOf = (name: string, more = "stores: { own: () => { throw new Error('CANARY') } }") =>
  `export default { name: "${name}", apiVersion: 1, ${more} };`;

/** An ES module's package that only `import` can see, as many are. */
async function install(folder: string, name: string, source: string): Promise<string> {
  await write(
    `${folder}/node_modules/${name}/package.json`,
    JSON.stringify({ name, version: "1.0.0", type: "module", exports: { import: "./main.js" } }),
  );
  return write(`${folder}/node_modules/${name}/main.js`, source);
}

async function named(...plugins: readonly string[]) {
  const sources = await loadSources({ plugins }, { places, known: [] });
  return sources.filter(({ origin }) => origin === "named").map(({ plugin, path }) => [plugin.name, path]);
}

describe("a plugin is found", () => {
  test("by the path of its file, whole or from the working folder", async () => {
    const file = await write("work/deep/plugin.mjs", sourceOf("by path"));
    for (const name of [file, "./plugin.mjs", "plugin.mjs"]) expect(await named(name)).toEqual([["by path", file]]);
  });

  test("as a package from the working folder and those above it, before one beside the command", async () => {
    const near = await install("work", "theirs", sourceOf("near"));
    await install("command", "theirs", sourceOf("beside"));
    expect(await named("theirs")).toEqual([["near", near]]);
  });

  test("as a package beside the command, else", async () => {
    const beside = await install("command", "@own/theirs", sourceOf("beside"));
    expect(await named("@own/theirs")).toEqual([["beside", beside]]);
  });

  test("once, where it is named twice", async () => {
    const file = await write("work/deep/plugin.mjs", sourceOf("by path"));
    expect(await named(file, "./plugin.mjs")).toHaveLength(1);
  });
});

describe("a plugin is refused", () => {
  test("that is nowhere, naming each place", async () => {
    const loading = named("theirs");
    for (const place of [join(places.working, "theirs"), `from ${places.working}`, join(root, "command/dist/cli.js")]) {
      await expect(loading).rejects.toThrow(place);
    }
    await expect(loading).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(named("./theirs.mjs")).rejects.toThrow(`${join(places.working, "theirs.mjs")} is no file.`);
  });

  test.for([
    ["has no default export", "export const plugin = 1;", /"\.\/plugin\.mjs" has no default export/],
    [
      "is of another API version",
      sourceOf("theirs").replace("1", "7"),
      /of API version 7, and this program takes .* 1/,
    ],
    ["fails while it is loaded", "throw new Error('CANARY');", /was found at .*plugin\.mjs, but fails .* \(Error /],
    ["needs what is not there", "import 'nowhere';", /was found at .*plugin\.mjs.* \(Error ERR_MODULE_NOT_FOUND/],
  ] as const)("that %s", async ([, source, sentence]) => {
    await write("work/deep/plugin.mjs", source);
    const loading = named("./plugin.mjs");
    await expect(loading).rejects.toMatchObject({ code: "CONFIGURATION", message: expect.stringMatching(sentence) });
    await expect(loading).rejects.not.toThrow("CANARY");
  });
});

describe("a well-known scheme", () => {
  const known: readonly KnownPackage[] = [
    { name: "@known/store", schemes: ["own", "owns"], install: "npm install it" },
  ];
  const opening = async (...plugins: readonly string[]) => {
    const sources = await loadSources({ plugins }, { places, known });
    return { plugins: sources.map(({ plugin }) => plugin), environment: {} };
  };
  const STORE = "stores: { own: (location) => ({ name: 'own ' + location }) }";

  test("is opened by its package beside the command, which is not loaded before", async () => {
    await install("command", "@known/store", "throw new Error('loaded');");
    const sources = await loadSources({ plugins: [] }, { places, known });
    expect(sources.at(-1)).toMatchObject({
      origin: "known",
      path: join(root, "command/node_modules/@known/store/main.js"),
    });
  });

  test("hands its package the location", async () => {
    await install("command", "@known/store", sourceOf("@known/store", STORE));
    expect((await openStore("own://host", await opening())).name).toBe("own //host");
    await expect(openStore("owns://host", await opening())).rejects.toThrow(/installed opens no store .* "owns"/);
  });

  test("names the package where it is not installed, and takes none from the working folder", async () => {
    await install("work", "@known/store", sourceOf("@known/store", STORE));
    const store = openStore("own://ann:CANARY@host", await opening());
    await expect(store).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(store).rejects.toThrow(/"own" needs the package "@known\/store", .*: npm install it\.$/);
    await expect(store).rejects.not.toThrow("CANARY");
  });

  test("is left to a plugin that is named for it", async () => {
    await write("work/deep/plugin.mjs", sourceOf("theirs", STORE.replace("'own", "'theirs")));
    await install("command", "@known/store", sourceOf("@known/store", STORE));
    expect((await openStore("own://host", await opening("./plugin.mjs"))).name).toBe("theirs //host");
  });

  test("is among those that are told where none is known", async () => {
    await expect(openStore("none://host", await opening())).rejects.toThrow(/the schemes are file, own, owns\./);
  });
});

test("two named plugins of one scheme are both named, and neither opens it", async () => {
  for (const name of ["one", "two"]) await write(`work/deep/${name}.mjs`, sourceOf(name));
  const sources = await loadSources({ plugins: ["./one.mjs", "./two.mjs"] }, { places, known: [] });
  const opening = { plugins: sources.map(({ plugin }) => plugin), environment: {} };
  await expect(openStore("own:", opening)).rejects.toThrow(
    'The plugins "one" and "two" both open stores of the scheme "own"',
  );
});

test("a factory that throws is named with its scheme, without what it says", async () => {
  await write("work/deep/plugin.mjs", sourceOf("theirs"));
  const sources = await loadSources({ plugins: ["./plugin.mjs"] }, { places, known: [] });
  const store = openStore("own://CANARY@host", { plugins: sources.map(({ plugin }) => plugin), environment: {} });
  await expect(store).rejects.toThrow(/^The plugin "theirs" failed to open a store of the scheme "own"/);
  await expect(store).rejects.not.toThrow("CANARY");
});
