import { randomUUID } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openWorkplace, type Workplace } from "./testing/command-process.ts";
import { type Host, type HostAnswer, openHost } from "./testing/host.ts";
import { openRawHost, type RawAnswer, type RawHost } from "./testing/raw-host.ts";

const MEGABYTE = 1024 * 1024;
/** Most characters of an error that a host's model is made to read. */
const LONGEST_ERROR = 2000;
/** An account that owns nothing, for tests run by root, whom no permission stops. */
const NOBODY = 65_534;

const NAME = { messages: [{ role: "user", text: "My name is Ada." }] };
const PLACE = { messages: [{ role: "user", text: "I live in Lisbon." }] };

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace();
});
afterAll(() => workplace[Symbol.asyncDispose]());

function expectError(answer: HostAnswer, code: string): void {
  expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(new RegExp(`^${code}: `)) });
  expect(answer.text).toMatch(/\.\s*$/);
  expect(answer.text.length).toBeLessThanOrEqual(LONGEST_ERROR);
  expect(answer.text).not.toMatch(/Zod|undefined|✖|→|node:|\n {4}at /);
}

/** A raw answer as a client of an SDK would give it. */
function answered({ result, error }: RawAnswer): HostAnswer {
  expect(error).toBeUndefined();
  return {
    text: result?.content?.[0]?.text ?? "",
    data: result?.structuredContent ?? {},
    isError: result?.isError ?? false,
  };
}

describe("a call that does not fit", () => {
  const said = (text: string) => [{ role: "user", text }];
  const calls: readonly (readonly [string, string, Record<string, unknown>])[] = [
    ["no messages", "record_session", { messages: [] }],
    ["an empty message", "record_session", { messages: said("") }],
    ["nothing but white space", "record_session", { messages: [...said(" \n"), { role: "assistant", text: "" }] }],
    ["5 MB in one message", "record_session", { messages: said("a".repeat(5 * MEGABYTE)) }],
    ["5 MB in many messages", "record_session", { messages: Array(100).fill(said("hi there ".repeat(6000))[0]) }],
    ["an unknown role", "record_session", { messages: [{ role: "robot", text: "Hello." }] }],
    ["a thousand unknown roles", "record_session", { messages: Array(1000).fill({ role: "robot", text: "Hello." }) }],
    ["an unknown field of a message", "record_session", { messages: [{ role: "user", text: "Hello.", name: "Ada" }] }],
    ["an unknown argument", "record_session", { ...NAME, userId: "eve" }],
    ["an unknown argument of endless name", "record_session", { ...NAME, ["x".repeat(MEGABYTE)]: 1 }],
    ["no arguments", "record_session", {}],
    ["a text for a list", "record_session", { messages: "My name is Ada." }],
    ["a number for a text", "record_session", { messages: [{ role: "user", text: 5 }] }],
    ["nothing for a message", "record_session", { messages: [null] }],
    ["a text for yes or no", "record_session", { ...NAME, private: "yes" }],
    ["an id without characters", "record_session", { ...NAME, sessionId: "" }],
    ["an endless id", "record_session", { ...NAME, sessionId: "x".repeat(MEGABYTE) }],
    ["an id of those that are kept", "record_session", { ...NAME, sessionId: "closed:1" }],
    ["a start that is no time", "record_session", { ...NAME, startedAt: "yesterday" }],
    ["a day that does not exist", "record_session", { ...NAME, startedAt: "2026-02-30" }],
    ["a negative budget", "get_persona", { budgetTokens: -5 }],
    ["a budget of zero", "get_persona", { budgetTokens: 0 }],
    ["a budget with a fraction", "get_persona", { budgetTokens: 1.5 }],
    ["a text for a budget", "get_persona", { budgetTokens: "100" }],
    ["null for a budget", "get_persona", { budgetTokens: null }],
    ["a budget beyond all numbers", "get_persona", { budgetTokens: 1e30 }],
    ["an argument where there is none", "optimize_persona", { pass: "deep" }],
  ];

  let host: Host;
  beforeAll(async () => {
    host = await openHost(workplace.environment);
    await host.call("record_session", NAME);
    await host.call("optimize_persona");
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test.for(calls)("gets an error that says what to do, with what was held still there: %s", async ([, name, input]) => {
    expectError(await host.call(name, input), "INVALID_INPUT");
    const { data, isError } = await host.call("record_session", NAME);
    expect({ ...data, isError }).toMatchObject({ duplicate: true, pending: 1, isError: false });
  });

  test("is none when the budget is larger than any persona", async () => {
    expect(await persona(host, { budgetTokens: 1e9 })).toContain("name: Ada");
  });

  test("that names an unknown tool is refused by the protocol, and the next one is answered", async () => {
    await expect(host.call("delete_everything")).rejects.toThrowError();
    expect((await host.call("get_persona")).isError).toBe(false);
  });
});

describe("a line that does not fit", () => {
  const request = (text: string) =>
    `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"record_session","arguments":{"messages":[{"role":"user","text":"${text}"}]}}}`;

  /** The server still answers, and holds what it held and nothing else. */
  async function expectUnharmed(host: RawHost): Promise<void> {
    const { data } = answered(await host.call("record_session", NAME));
    expect(data).toMatchObject({ duplicate: true });
    expect(host.strays).toEqual([]);
  }

  let host: RawHost;
  beforeAll(async () => {
    host = await openRawHost({ ...workplace.environment, LIFELONG_PROFILE: "lines" });
    await host.call("record_session", NAME);
  });
  afterAll(() => host[Symbol.asyncDispose]());

  test.for([
    ["no JSON", "My name is Eve."],
    ["half a message", '{"jsonrpc":'],
    ["a list", `[${request("My name is Eve.")}]`],
    ["null", "null"],
    ["a number", "42"],
    ["nothing", ""],
    ["another protocol", request("My name is Eve.").replace("2.0", "1.0")],
    ["no method", '{"jsonrpc":"2.0","id":7}'],
    ["zero bytes", "\0\0\0"],
    ["nine megabytes of nothing", "x".repeat(9 * MEGABYTE)],
  ])("%s does no harm", async ([, line = ""]) => {
    host.write(line);
    await expectUnharmed(host);
  });

  test("thirty megabytes of nothing do no harm", async () => {
    await using host = await openRawHost({ ...workplace.environment, LIFELONG_PROFILE: "lines" });
    host.write("x".repeat(30 * MEGABYTE));
    await expectUnharmed(host);
  });

  test("a session of 5 MB gets an error that says how to send it", async () => {
    expectError(answered(await host.ask(7, request("a ".repeat(2.5 * MEGABYTE)))), "INVALID_INPUT");
    await expectUnharmed(host);
  });

  test.for([
    ["in a message", request("half a \\ud83d")],
    ["in the wrong order", request("\\ude00\\ud83d")],
    ["in an id", request("Hello.").replace('"messages"', '"sessionId":"\\ud83d","messages"')],
  ])("half a character %s gets an error", async ([, line = ""]) => {
    expectError(answered(await host.ask(7, line)), "INVALID_INPUT");
    await expectUnharmed(host);
  });

  test("bytes that are no UTF-8 get an error, and are not recorded as something else", async () => {
    const [before = "", after = ""] = request("My name is |.").split("|");
    const line = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from(after)]);
    const { result, error } = await host.ask(7, line);
    await expectUnharmed(host);
    expect(result?.isError === true || error !== undefined).toBe(true);
  });

  test("leaves nothing behind, and lets the server end well", async () => {
    expect(await host.close()).toBe(0);
    const { stdout } = await workplace.lifelong(["export", "--json", "--profile", "lines"]);
    const { sessions }: { sessions: { messages: unknown }[] } = JSON.parse(stdout);
    expect(sessions.map(({ messages }) => messages)).toEqual([NAME.messages]);
  });
});

describe("a data folder", () => {
  /** A folder in which a name was learned from one conversation. */
  let learned: string;
  let data: string;
  beforeAll(async () => {
    learned = join(workplace.directory, "learned");
    await using host = await open(learned);
    await host.call("record_session", NAME);
    await host.call("optimize_persona");
    expect(await persona(host)).toContain("name: Ada");
  });
  beforeEach(async () => {
    data = join(workplace.directory, `copy-${randomUUID()}`);
    await cp(learned, data, { recursive: true });
  });

  const settings = (directory: string) => ({ ...workplace.environment, LIFELONG_STORE: `file:${directory}` });
  const open = (directory: string) => openHost(settings(directory));
  const doctor = (...words: string[]) => workplace.lifelong(["doctor", ...words], { env: settings(data) });

  test("of a newer layout is left as it is, and every call says to update", async () => {
    await writeFile(join(data, "layout.json"), '{"layout":99,"later":true}\n');
    const before = await contentOf(data);
    await using host = await open(data);
    for (const [name, input] of [["get_persona"], ["record_session", PLACE], ["optimize_persona"]] as const) {
      const answer = await host.call(name, input);
      expectError(answer, "FORMAT_TOO_NEW");
      expect(answer.text).toMatch(/[Uu]p(date|grade)/);
      expect(answer.text).not.toContain("go on");
    }
    await host.close();
    expect(await contentOf(data)).toEqual(before);
  });

  test("whose layout cannot be read is repaired by the command that the error names", async () => {
    await writeFile(join(data, "layout.json"), '{"lay');
    await using host = await open(data);
    expectRepairable(await host.call("get_persona"));
    await expectRepaired(host);
  });

  test("with a damaged persona goes on recording, and comes back with all of it", async () => {
    await damage("persona.json", "Ada", "Eve");
    await using host = await open(data);
    expectRepairable(await host.call("get_persona"));
    expectRepairable(await host.call("optimize_persona"));
    expect((await host.call("record_session", PLACE)).data).toMatchObject({ sequence: 2, kept: 1 });
    await expectRepaired(host);
    await host.call("optimize_persona");
    expect(await persona(host)).toContain("lives in: Lisbon");
  });

  test("with a damaged revision goes on serving, and doctor sets the file aside", async () => {
    await damage("revision.json", "Ada", "Eve");
    await using host = await open(data);
    expect(await persona(host)).toContain("name: Ada");
    expect((await host.call("record_session", PLACE)).data).toMatchObject({ sequence: 2, kept: 1 });
    await expectRepaired(host);
  });

  test("with a damaged message goes on recording, learns nothing else from it, and doctor sets it aside", async () => {
    await damage(".log", "My name is Ada", "My name is Eve");
    await using host = await open(data);
    expect((await host.call("record_session", PLACE)).data).toMatchObject({ sequence: 2, kept: 1 });
    await host.call("optimize_persona");
    expect(await persona(host)).toContain("lives in: Lisbon");
    await expectRepaired(host);
  });

  test("without its sessions is repaired by the command that the error names", async () => {
    await damage(".log", null);
    await using host = await open(data);
    expectRepairable(await host.call("get_persona"));
    const { stderr, code } = await doctor("--repair");
    expect([code, stderr]).toEqual([0, ""]);
    expect((await host.call("record_session", PLACE)).isError).toBe(false);
  });

  test("that cannot be read when the server looks for what to learn leaves it running", async () => {
    await damage(".log", null);
    await using host = await openRawHost(settings(data));
    await vi.waitFor(() => expect(host.stderr).toContain("STORE_CORRUPT"), { timeout: 20_000 });
    expectRepairable(answered(await host.call("get_persona", {})));
    expect(await host.close()).toBe(0);
  });

  test("whose session log was cut off by another program still learns what is recorded then", async () => {
    const log = await find(".log");
    await writeFile(log, (await readFile(log)).subarray(0, -40));
    await using host = await open(data);
    expect((await host.call("record_session", PLACE)).isError).toBe(false);
    await host.call("optimize_persona");
    expect(await persona(host)).toContain("lives in: Lisbon");
  });

  test("with damaged notes about clients still serves, and doctor still tells where the data is", async () => {
    await writeFile(join(data, "clients.json"), "{nope");
    await using host = await open(data);
    expect(await persona(host)).toContain("name: Ada");
    const { stdout, code } = await doctor();
    expect(code).toBe(0);
    expect(stdout).toContain(data);
    await writeFile(join(data, "clients.json"), "{nope");
    expect((await doctor()).stdout).toContain("notes about which assistants use the data are damaged");
  });

  test("that is a file gets an error from every call, never an empty persona", async () => {
    await rm(data, { recursive: true });
    await writeFile(data, "This is a file.");
    await using host = await open(data);
    for (const [name, input] of [["record_session", NAME], ["get_persona"], ["optimize_persona"]] as const) {
      expectError(await host.call(name, input), "(STORE_UNAVAILABLE|CONFIGURATION)");
    }
    expect(await readFile(data, "utf8")).toBe("This is a file.");
  });

  test("that may only be read is read, and refuses to record until it may be written", async (context) => {
    await allow(0o555);
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    const opened = await openRawHost(settings(data), uid).catch(() => undefined);
    if (opened === undefined) {
      await allow(0o755);
      return context.skip("run by root, and nobody else can run the command from here");
    }
    await using host = opened;
    const refused = answered(await host.call("record_session", PLACE));
    const read = answered(await host.call("get_persona", {}));
    await allow(0o777);
    expectError(refused, "STORE_UNAVAILABLE");
    expect(read.text).toContain("name: Ada");
    expect(answered(await host.call("record_session", PLACE)).data).toMatchObject({ kept: 1 });
  });

  function expectRepairable(answer: HostAnswer): void {
    expectError(answer, "STORE_CORRUPT");
    expect(answer.text).toContain("lifelong doctor --repair");
  }

  /** The doctor repairs what there is to repair, and the server that was running all the time goes on. */
  async function expectRepaired(host: Host): Promise<void> {
    const { stdout, stderr, code } = await doctor("--repair");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Repaired");
    expect(await persona(host)).toContain("name: Ada");
    const { messages } = NAME;
    expect((await host.call("record_session", { messages: [...messages, ...PLACE.messages] })).isError).toBe(false);
  }

  /** Replaces a text in the one file whose path ends so; null removes the file. */
  async function damage(ending: string, text: string | null, by = ""): Promise<void> {
    const path = await find(ending);
    if (text === null) return rm(path);
    const content = await readFile(path, "latin1");
    expect(content).toContain(text);
    await writeFile(path, content.replace(text, by), "latin1");
  }

  async function find(ending: string): Promise<string> {
    const paths = (await readdir(data, { recursive: true })).filter((path) => path.endsWith(ending)).toSorted();
    expect(paths.length).toBeGreaterThan(0);
    return join(data, paths.at(-1) ?? "");
  }

  async function allow(mode: number): Promise<void> {
    const paths = await readdir(data, { recursive: true, withFileTypes: true });
    await chmod(workplace.directory, 0o755);
    await chmod(data, mode);
    for (const entry of paths) {
      await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? mode : mode & 0o666);
    }
  }
});

describe("lifelong record", () => {
  const files: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    [
      "bytes that are no UTF-8",
      Buffer.concat([Buffer.from("User: Hi\nUser: "), Buffer.from([0xff])]),
      /Line 2 .*UTF-8/,
    ],
    ["half a character", '[{"role":"user","text":"\\ud83d"}]', /well-formed/],
    ["5 MB", `User: ${"a".repeat(5 * MEGABYTE)}`, /several/],
  ];

  test.for(files)("refuses %s, says where, and answers nothing", async ([, content, sentence]) => {
    const file = join(workplace.directory, "chat");
    await writeFile(file, content);
    const { stdout, stderr, code } = await workplace.lifelong(["record", file]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^lifelong: [^\n]*\.\n$/);
    expect(stderr).not.toMatch(/✖|→|node:/);
  });

  test("refuses a folder and a file that is not there, by name", async () => {
    await mkdir(join(workplace.directory, "folder"));
    for (const name of ["folder", "missing.txt"]) {
      const { stdout, stderr, code } = await workplace.lifelong(["record", name]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(new RegExp(`^lifelong: .*${name}.*\\.\n$`));
    }
  });

  test.for([[["record", "one", "two"]], [["record", "--unknown"]], [["record", "--id"]], [["recrod", "chat"]]])(
    "exits with 2 when it is called as %j",
    async ([words = []]) => {
      const { stdout, stderr, code } = await workplace.lifelong(words);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).not.toBe("");
    },
  );

  test("loses nothing of what is held when it refuses", async () => {
    await workplace.lifelong(["record"], { input: "User: My name is Ada." });
    expect((await workplace.lifelong(["record"], { input: "[" })).code).toBe(1);
    expect((await workplace.lifelong(["show"])).stdout).toContain("Ada");
  });
});

describe("lifelong install", () => {
  test.for([
    [["install", "--host", "notepad"], /claude-desktop, claude-code, cursor/],
    [["install", "cursor"], /too many arguments/i],
    [["install", "--all", "--store", "redis://ada:secret@host"], /the store is redis:\/\/host\. Leave --store/],
    [["uninstall", "--everything"], /add --yes/],
    [["update"], /`lifelong install` does that/],
  ] as const)("exits with 2 when it is called as %j, and says what to do", async ([words, sentence]) => {
    const home = join(workplace.directory, "home");
    await mkdir(home, { recursive: true });
    const { stdout, stderr, code } = await workplace.lifelong(words, { env: { HOME: home, USERPROFILE: home } });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^lifelong: [^\n]*\.\n$/);
    expect(stderr).not.toContain("secret");
    expect(await readdir(home)).toEqual([]);
  });
});

async function persona(host: Host, input: Record<string, unknown> = {}): Promise<string> {
  const { data, isError, text } = await host.call("get_persona", input);
  expect(isError ? text : "").toBe("");
  return String(data.persona);
}

/** Every file of a folder, by name. */
async function contentOf(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.toSorted().map(async (path) => [path, await readFile(path, "hex")])),
  );
}
