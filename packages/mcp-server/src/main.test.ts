import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLI, openWorkplace, type Workplace } from "./testing/command-process.ts";

const COMMANDS =
  "show why history status export edit forget undo pause resume consent record optimize serve doctor plugins bench eval".split(
    " ",
  );

/** A device of Linux that takes nothing. */
const FULL = "/dev/full";

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace();
});
afterAll(() => workplace[Symbol.asyncDispose]());

test("the help lists every command and the exit codes", async () => {
  const { stdout, code } = await workplace.lifelong(["--help"]);
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name}\\s{2,}\\S`, "m"));
  expect(stdout).toContain("Exit codes: 0 done, 1 failed, 2 used wrongly.");
  expect(code).toBe(0);
});

test.for([
  [["record", "-"], "", 1, /^lifelong: The conversation is empty\./],
  [["why", "shoes"], "", 1, /^lifelong: There is no such field\./],
  [
    ["--store", "mongo://ada:secret@host", "status"],
    "",
    2,
    /^lifelong: The store "mongo:\/\/host" is none .* file, redis,/,
  ],
  [
    ["status", "--stroe=mongo://ada:secret@host"],
    "",
    2,
    /^lifelong: Unknown option '--stroe=mongo:\/\/host'\. `lifelong/,
  ],
  [["mongo://ada:secret@host"], "", 2, /^lifelong: Unknown command 'mongo:\/\/host'\./],
  [["status", "ada:secret@host"], "", 2, /^lifelong: Too many arguments\. Expected 0 arguments but got 1\. `/],
  [["status", "--store", "/data"], "", 2, /^lifelong: The store "\/data" is no location\. Write file: and a folder/],
  [["status", "--plugin", "./none.ts", "--store", "own:"], "", 2, /^lifelong: The plugin ".\/none.ts" is not there/],
  [["forget", "name"], "", 2, /^lifelong: Forgetting cannot be undone: add --yes/],
  [["sow"], "", 2, /^lifelong: Unknown command 'sow'\. Did you mean show\? `lifelong help` shows what fits\.\n$/],
  [["show", "--colour"], "", 2, /^lifelong: Unknown option '--colour'\. `lifelong help show` shows what fits\.\n$/],
  [["show", "--budget", "x"], "", 2, /^lifelong: Option .* Write a whole number from 1\. `lifelong help show` shows/],
  [["why"], "", 2, /^lifelong: Missing required argument 'field'\. `lifelong help why` shows/],
  [["help", "nope"], "", 2, /^lifelong: There is no such command\. `lifelong help` lists them all\.\n$/],
] as const)("%s ends with one sentence on stderr and nothing on stdout", async ([words, input, code, sentence]) => {
  const outcome = await workplace.lifelong(words, { input });
  expect(outcome).toMatchObject({ stdout: "", code });
  expect(outcome.stderr).toMatch(sentence);
  expect(outcome.stderr).not.toContain("secret");
});

describe("one command after the other", () => {
  test("finds what the earlier one has recorded and learned", async () => {
    const recorded = await workplace.lifelong(["record"], { input: "User: My name is Ada.\n" });
    expect(recorded).toMatchObject({ stdout: expect.stringContaining("+ name: Ada"), code: 0 });
    expect((await workplace.lifelong(["show"])).stdout).toContain("Ada");
  });

  test("tells what it was told to keep, and what it keeps by itself", async () => {
    const kept = async (...words: string[]) =>
      /kept +(.*)/.exec((await workplace.lifelong(["status", ...words])).stdout)?.[1];
    expect(await kept()).toBe("all conversations, every change");
    expect(await kept("--keep-sessions", "90", "--keep-revisions", "50")).toBe(
      "conversations for 90 days, the newest 50 changes",
    );
  });

  test("keeps profiles apart, wherever the option stands", async () => {
    await workplace.lifelong(["edit", "--set", "name=Grace", "--profile", "work"]);
    expect((await workplace.lifelong(["--profile", "work", "show"])).stdout).toContain("Grace");
    expect((await workplace.lifelong(["show", "--profile", "work", "--json"])).stdout).toContain('"Grace"');
    expect((await workplace.lifelong(["show"])).stdout).not.toContain("Grace");
  });
});

test("takes plugins before and after the command's name, and from the variable where none is named", async () => {
  for (const name of ["one", "two"]) {
    const source = `export default { name: "${name}", apiVersion: 1 };`;
    await writeFile(join(workplace.directory, `${name}.mjs`), source);
  }
  const namesOf = async (words: readonly string[]) => {
    const { stdout } = await workplace.lifelong(words, { env: { LIFELONG_PLUGIN: "./one.mjs" } });
    const listed: { name: string; origin: string }[] = JSON.parse(stdout);
    return listed.filter(({ origin }) => origin === "named").map(({ name }) => name);
  };
  expect(await namesOf(["--plugin", "./two.mjs", "plugins", "--json", "--plugin", "./one.mjs"])).toEqual([
    "two",
    "one",
  ]);
  expect(await namesOf(["plugins", "--json"])).toEqual(["one"]);
});

test("writes no escape codes into a pipe", async () => {
  expect((await workplace.lifelong(["status"])).stdout).not.toContain("\u001B");
});

test.for([[["export"]], [["help"]], [["help", "show"]], [["show", "--help"]], [["--version"]]])(
  "%o ends in silence when the reader of stdout has seen enough",
  async ([words = []]) => {
    const child = spawn(process.execPath, [CLI, ...words], { env: workplace.environment });
    child.stdout.destroy();
    const [stderr] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect([stderr, child.exitCode]).toEqual(["", 0]);
  },
);

test("says that an answer could not be written, and exits with 1", async (context) => {
  if (!existsSync(FULL)) return context.skip(`this system has no ${FULL}`);
  await using full = await open(FULL, "w");
  for (const words of [["status"], ["help"]]) {
    const child = spawn(process.execPath, [CLI, ...words], {
      env: workplace.environment,
      stdio: ["ignore", full.fd, "pipe"],
    });
    const [stderr] = await Promise.all([child.stderr ? text(child.stderr) : "", once(child, "close")]);
    expect(stderr).toMatch(/^lifelong: The answer could not be written to stdout \(ENOSPC\)\. .*\.\n$/);
    expect(child.exitCode).toBe(1);
  }
});

test("an error that nobody caught becomes one sentence without what it says, and exit code 1", async () => {
  const failing =
    "data:text/javascript,setInterval(()=>{if(process.listenerCount('uncaughtException'))throw new Error(['can','ary'].join(''))},20)";
  const child = spawn(process.execPath, ["--import", failing, CLI, "serve"], {
    env: workplace.environment,
    timeout: 20_000,
  });
  const [stderr] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect(stderr.trim().split("\n").at(-1)).toMatch(/^lifelong: Something unexpected went wrong/);
  expect(stderr).not.toContain("canary");
  expect(child.exitCode).toBe(1);
});
