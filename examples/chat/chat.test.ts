import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { textWidth } from "lifelong";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { openStreamingServer, type Said, type StreamingServer } from "./streaming-server.ts";
import { hasTmux, openScreen, type Screen } from "./tmux.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const command = fileURLToPath(new URL("../../packages/mcp-server/src/cli.ts", import.meta.url));
const PATIENCE = 120_000; // milliseconds
const TOWN =
  "Lisbon is a lovely town on seven hills above the Tejo. 里斯本是一座美丽的城市，有很多值得一看的地方，还有好吃的点心。";

let folder = "";
let server: StreamingServer;
let away = false;

function answer(role: string, said: string): Said {
  if (away) return { status: 500 };
  if (role === "tool" && said.includes("permitted")) return { deltas: ["Then ", "not."] };
  if (role === "tool" && said.includes("lifelong-persona")) return { deltas: ["I looked ", "it up."] };
  if (role === "tool") return { deltas: ["It is ", "for", "ty-two."] };
  if (said.includes("look me up")) return { call: { name: "lifelong_get_persona", arguments: {} } };
  if (said.includes("times")) {
    return { call: { name: "calculator", arguments: { operation: "multiply", numbers: [6, 7] } } };
  }
  if (said.includes("story")) return { deltas: ["Once ", "upon ", "a time. "], forever: true };
  if (said.includes("town")) return { deltas: TOWN.split(/(?<= )/) };
  return { deltas: ["Nice ", "to hear."] };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-chat-"));
  server = await openStreamingServer(answer);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function inTerminal(
  context: TestContext,
  use: (screen: Screen) => Promise<void>,
  { name, args = "", ...environment }: { name: string; args?: string } & Record<string, string>,
) {
  if (!hasTmux()) return context.skip("tmux is not installed: Debian has it as tmux");
  const screen = await openScreen(`'${process.execPath}' '${program}' --data '${join(folder, name)}' ${args}`, {
    environment: { LIFELONG_MODEL: `openai-compatible:${server.baseURL}#demo`, NO_COLOR: "", ...environment },
  });
  try {
    await screen.until("›");
    await use(screen);
  } finally {
    await screen.close();
  }
}

test("a person talks, is learned from, looks, corrects, finds and goes on", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      await screen.say("I'm Ana, I live in Porto and I'm vegetarian.");
      await screen.until("Nice to hear.");
      await screen.until("+ diet: vegetarian");
      await screen.say("What is 6 times 7?");
      const sums = await screen.until("It is forty-two.");
      expect(sums).toContain("· calculator: 42");
      await screen.say("/why diet");
      await screen.until("instant pass");
      await screen.say("/forget diet");
      await screen.until("[y/N]");
      await screen.say("y");
      await screen.until("Forgotten for good");
      await screen.say("/quit");
      await screen.until("[left with 0]");
    },
    { name: "ana" },
  );
  await inTerminal(
    context,
    async (screen) => {
      await screen.until("I remember you");
      await screen.say("/search forty-two");
      const found = await screen.until("It is forty-two.");
      const [, id = ""] = /^ {2}([0-9a-f]{8}) /m.exec(found) ?? [];
      await screen.say(`/resume ${id.slice(0, 4)}`);
      await screen.until("Going on with");
      await screen.say("Where do I live?");
      await screen.until("Nice to hear.");
      const [system, ...messages] = server.asked.at(-1) ?? [];
      expect(system?.text).toContain("- lives in: Porto");
      expect(system?.text).not.toContain("vegetarian");
      expect(messages.map(({ role }) => role)).toContain("tool");
      await screen.say("/undo");
      await screen.until("− lives in: Porto");
      await screen.say("/persona");
      await screen.until("Nothing is known about you yet.");
    },
    { name: "ana" },
  );
});

test("Ctrl-C stops an answer, and twice leaves", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      const before = server.abandoned();
      await screen.say("Tell me a story");
      await screen.until("Once upon a time.");
      await screen.press("C-c");
      await screen.until("Stopped.");
      expect(server.abandoned()).toBe(before + 1);
      await screen.press("C-c");
      await screen.until("once more leaves");
      await screen.press("C-c");
      await screen.until("[left with 0]");
    },
    { name: "stops" },
  );
});

test("a model that is away costs nothing that was said", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      away = true;
      await screen.say("Hello there");
      await screen.until("/retry asks");
      away = false;
      await screen.say("/retry");
      await screen.until("Nice to hear.");
      expect(server.asked.at(-1)?.filter(({ role }) => role === "user")).toEqual([
        { role: "user", text: "Hello there" },
      ]);
      expect(await screen.readStyled()).not.toContain("\u001b[");
      await screen.press("C-d");
      await screen.until(/^\[left with 0\]/m);
    },
    { name: "away", NO_COLOR: "1" },
  );
});

test("a paste of several lines is one message, and wide letters fit", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      await screen.paste("I like\n  this town:\n里斯本");
      await screen.until("里斯本");
      await screen.press("Enter");
      const shown = await screen.until("好吃的点心。");
      expect(server.asked.at(-1)?.at(-1)?.text).toBe("I like\n  this town:\n里斯本");
      expect(await screen.readStyled()).toContain("\u001b[");
      const lines = shown.split("\n").slice(shown.split("\n").findIndex((line) => line.includes("lovely")));
      expect(lines.join("\n")).toMatch(/^ {2}Lisbon is a lovely town/);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(78);
    },
    { name: "paste" },
  );
});

test("a tool of an MCP server runs when the person says so, and not before", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      await screen.say("I'm Ana.");
      await screen.until("Nice to hear.");
      await screen.until("+ name: Ana");

      await screen.say("Please look me up");
      await screen.until(/Run lifelong_get_persona with \{\}\?\n +\[y\/N\]/);
      await screen.press("Enter");
      await screen.until("Then not.");

      await screen.say("Now look me up");
      await screen.until(/Now look me up\n[\s\S]*\[y\/N\]/);
      await screen.say("yes");
      const shown = await screen.until("I looked it up.");
      expect(shown).toMatch(/· lifelong_get_persona: tokens/);
      expect(server.asked.at(-1)?.at(-1)?.text).toContain("- name: Ana");

      const before = server.asked.length;
      await screen.say("Once more, look me up");
      await screen.until(/Once more, look me up\n[\s\S]*\[y\/N\]/);
      await screen.press("C-c");
      await screen.until("Stopped.");
      expect(server.asked).toHaveLength(before + 1);
      await screen.press("C-d");
      await screen.until(/^\[left with 0\]/m);
    },
    { name: "asked", args: `--mcp '"${process.execPath}" "${command}" serve --store "file:${join(folder, "asked")}"'` },
  );
});

test("what was typed before a question stood there is no answer to it", { timeout: PATIENCE }, async (context) => {
  await inTerminal(
    context,
    async (screen) => {
      await screen.say("Hello");
      await screen.until("Nice to hear.");
      // Both lines come while the first is being answered.
      await screen.press("-l", "look me up\ry\rwell");
      await screen.until(/\[y\/N\] *$/m);
      await screen.press("Enter");
      await screen.until("Then not.");
      await screen.until(/› y\n[\s\S]*› well/);
      expect(server.asked.at(-1)?.at(-1)?.text).toBe("y");
      await screen.press("C-c", "C-d");
      await screen.until("[left with 0]");
    },
    { name: "ahead", args: `--mcp '"${process.execPath}" "${command}" serve --store "file:${join(folder, "ahead")}"'` },
  );
});

test("a window that closes costs nothing that was said", async () => {
  const data = join(folder, "closed");
  const model = `openai-compatible:${server.baseURL}#demo`;
  for (const [end, told] of [
    ["SIGTERM", "Tell me a story"],
    ["EPIPE", "Another story"],
  ] as const) {
    const child = spawn(process.execPath, [program, "--data", data], {
      env: { ...process.env, LIFELONG_MODEL: model },
    });
    const err = text(child.stderr);
    child.stdin.write(`${told}\n`);
    for await (const chunk of child.stdout) if (String(chunk).includes("upon")) break;
    if (end === "SIGTERM") child.kill(end);
    const [code] = await once(child, "close");
    expect({ end, code, err: await err }).toEqual({ end, code: 0, err: "" });
  }
  const personalizer = createPersonalizer({ store: fileStore({ directory: data }) });
  const sessions = await personalizer.sessions("default");
  expect(sessions.map(({ messages }) => messages[0]?.text)).toEqual(["Tell me a story", "Another story"]);
  for (const { messages } of sessions) expect(messages.at(-1)?.text).toMatch(/^Once upon/);
  await personalizer.close();
});

test("sessions of other programs can be told apart, and their ids and titles are not obeyed", async () => {
  const data = join(folder, "others");
  const personalizer = createPersonalizer({ store: fileStore({ directory: data }) });
  const evil = "\u001b]0;owned\u0007\u001b[2J";
  for (const id of ["session-4711aa", "session-4711bb", `session-0${evil}`]) {
    await personalizer.recordSession("default", { id, messages: [{ role: "user", text: `Hello ${id} ${evil}` }] });
  }
  await personalizer.close();
  const model = `openai-compatible:${server.baseURL}#demo`;
  const said = "/sessions\n/search hello\n/resume session-4711b\n/resume session-0\n/resume session-47\n";
  const { out, code } = await runPlain(["--data", data], said, { LIFELONG_MODEL: model });
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}session-4711b {2}\d/m);
  expect(out).toMatch(/^ {2}session-4711a {2}\d/m);
  expect(out).toMatch(/^ {2}session-0 {2}\d/m);
  expect(out).toContain("Going on with “Hello session-4711bb");
  expect(out).toContain("Going on with “Hello session-0");
  expect(out).toContain("Several sessions begin so");
  expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("a program that is no MCP server is named", async () => {
  const model = `openai-compatible:${server.baseURL}#demo`;
  const { err, code } = await runPlain(["--mcp", "no-such-program here"], "", { LIFELONG_MODEL: model });
  expect({ err, code }).toEqual({
    err: '"no-such-program" did not start as an MCP server. Run the command by itself to see what it says.\n',
    code: 1,
  });
});

async function runPlain(args: readonly string[], input: string, environment: Record<string, string | undefined>) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, LIFELONG_MODEL: undefined, ...environment },
  });
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, err, code: child.exitCode };
}

test("without a model it says in one sentence what to set", async () => {
  const { out, err, code } = await runPlain([], "", {});
  expect({ out, code }).toEqual({ out: "", code: 1 });
  expect(err).toMatch(/^There is no model to talk to: set LIFELONG_MODEL.*\.\n$/);
});

test.each([
  [["--bogus"], {}, /^The chat takes --data FOLDER.*\n$/],
  [["stray"], {}, /^The chat takes --data FOLDER.*\n$/],
  [[], { LIFELONG_OFF: "1", LIFELONG_MODEL: "openai-compatible:http://127.0.0.1:9/v1#x" }, /^LIFELONG_OFF is set.*\n$/],
])("for %j with %j it says in one sentence why not", async (args, environment, sentence) => {
  const { out, err, code } = await runPlain(args, "", environment);
  expect({ out, code }).toEqual({ out: "", code: 1 });
  expect(err).toMatch(sentence);
});

test("--help says what it takes", async () => {
  const { out, code } = await runPlain(["--help"], "", {});
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("--mcp") });
});

test("in a pipe it answers line by line, without colours", async () => {
  const model = `openai-compatible:${server.baseURL}#demo`;
  const args = ["--data", join(folder, "pipe")];
  const { out, code } = await runPlain(args, "Hello\n/sessions\n", { LIFELONG_MODEL: model });
  expect(code).toBe(0);
  expect(out).toContain("Nice to hear.");
  expect(out).toMatch(/[0-9a-f]{8} {2}\d{4}-\d\d-\d\d {2}Hello/);
  expect(out).not.toContain("\u001b");
});
