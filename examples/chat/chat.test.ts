import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { textWidth } from "lifelong";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { openStreamingServer, type Said, type StreamingServer } from "./streaming-server.ts";
import { hasTmux, openScreen, type Screen } from "./tmux.ts";

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const PATIENCE = 120_000; // milliseconds
const TOWN =
  "Lisbon is a lovely town on seven hills above the Tejo. 里斯本是一座美丽的城市，有很多值得一看的地方，还有好吃的点心。";

let folder = "";
let server: StreamingServer;
let away = false;

function answer(role: string, said: string): Said {
  if (away) return { status: 500 };
  if (role === "tool") return { deltas: ["It is ", "for", "ty-two."] };
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
  { name, ...environment }: { name: string } & Record<string, string>,
) {
  if (!hasTmux()) return context.skip("tmux is not installed: Debian has it as tmux");
  const screen = await openScreen(`'${process.execPath}' '${program}' --data '${join(folder, name)}'`, {
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

test("in a pipe it answers line by line, without colours", async () => {
  const model = `openai-compatible:${server.baseURL}#demo`;
  const args = ["--data", join(folder, "pipe")];
  const { out, code } = await runPlain(args, "Hello\n/sessions\n", { LIFELONG_MODEL: model });
  expect(code).toBe(0);
  expect(out).toContain("Nice to hear.");
  expect(out).toMatch(/[0-9a-f]{8} {2}\d{4}-\d\d-\d\d {2}Hello/);
  expect(out).not.toContain("\u001b");
});
