import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkplace, type Workplace } from "./testing/command-process.ts";

const SECRETS = "ann:CANARY@";
const FILE_STORE = new URL("../../store-file/src/index.ts", import.meta.url).href;

/** A plugin that tells everybody its location, in every way there is. */
const TALKATIVE = `
import { fileStore } from ${JSON.stringify(FILE_STORE)};
const tell = (location) => new Error("own:" + location, { cause: new Error(location) });
export default {
  name: "talkative",
  apiVersion: 1,
  stores: {
    own(location, { environment }) {
      process.emitWarning("opened own:" + location, "DeprecationWarning", location);
      if (location.includes("throws")) throw tell(location);
      if (location.includes("crashes")) setTimeout(() => { throw tell(location); }, 1);
      if (location.includes("rejects")) Promise.reject(tell(location));
      if (location.includes("crashes") || location.includes("rejects")) return new Promise(() => {});
      const store = fileStore({ directory: environment.FOLDER });
      return { ...store, readPersona: location.includes("breaks") ? async () => { throw tell(location); } : store.readPersona };
    },
  },
};
`;

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace();
  await writeFile(join(workplace.directory, "talkative.mjs"), TALKATIVE);
});
afterAll(() => workplace[Symbol.asyncDispose]());

const call = (host: string, words: readonly string[]) =>
  workplace.lifelong([...words, "--plugin", "./talkative.mjs"], {
    input: "User: My name is Ada.\n",
    env: {
      LIFELONG_STORE: `own://${SECRETS}${host}/x?key=CANARY`,
      FOLDER: join(workplace.directory, "own"),
      XDG_DATA_HOME: join(workplace.directory, "home"),
    },
  });

test.for([
  ["works", ["record"], 0, /Node warns \(DeprecationWarning/],
  ["works", ["show", "--json"], 0, /Node warns/],
  ["works", ["doctor", "--json"], 0, /Node warns/],
  ["works", ["plugins"], 0, /^$/],
  ["works", ["serve"], 0, /Lifelong keeps profile "default" in own:\/\/works\/x\./],
  ["throws", ["status"], 2, /The plugin "talkative" failed to open a store of the scheme "own"/],
  ["throws", ["doctor"], 0, /Node warns/],
  ["throws", ["serve"], 0, /CONFIGURATION: The plugin "talkative" failed .*, caused by Error .*, caused by Error/],
  ["breaks", ["show"], 1, /Something unexpected went wrong \(Error at /],
  ["crashes", ["status"], 1, /Something unexpected went wrong \(Error at /],
  ["rejects", ["status", "--json"], 1, /Something unexpected went wrong \(Error at /],
  ["crashes", ["serve"], 1, /Something unexpected went wrong \(Error at /],
] as const)("a plugin that tells its location and %s makes %o print no secret", async ([host, words, code, said]) => {
  const outcome = await call(host, words);
  expect(outcome.stdout + outcome.stderr).not.toMatch(/CANARY|ann:/);
  expect(outcome.stderr).toMatch(said);
  expect(outcome.code).toBe(code);
});

test("no file of this machine holds it", async () => {
  const files = await readdir(workplace.directory, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toMatch(/CANARY|ann:/);
  }
});
