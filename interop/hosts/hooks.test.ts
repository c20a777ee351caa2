import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { hasTmux } from "../../examples/chat/tmux.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { KNOWN } from "./conversation.ts";
import { gemini } from "./gemini.ts";
import type { SeatedHost } from "./host.ts";
import { type HostRoom, openHostRoom, PATIENT_COMMAND, PLUGIN } from "./host-room.ts";
import type { ModelRequest } from "./model-stub.ts";

const SAID = "I live in Lisbon.";
const LEARNED_LINE = "lives in: Lisbon";
const REPLY = "Good to know.";
const exportSchema = z.object({
  sessions: z.array(
    z.object({ startedAt: z.string(), messages: z.array(z.object({ role: z.string(), text: z.string() })) }),
  ),
});
/** Events of a host, and the hook that each calls. */
const EVENTS = { SessionStart: "session-start", Stop: "stop", SessionEnd: "session-end" };
const GEMINI_EVENTS = {
  SessionStart: "session-start",
  BeforeAgent: "turn-start",
  AfterAgent: "stop",
  SessionEnd: "session-end",
};

/** How a host comes to call the hooks. */
interface Way {
  readonly name: string;
  readonly host: SeatedHost;
  readonly prepare: (room: HostRoom) => Promise<void>;
  readonly args: readonly string[];
  /** The host gives hooks about a second once it is left, and less than they need where the machine is busy. */
  readonly isHasty: boolean;
}

const WAYS: readonly Way[] = [
  {
    name: "Claude Code with the hooks alone",
    host: claudeCode,
    prepare: (room) => claudeCode.hook(room, commands("claude-code", EVENTS)),
    args: [],
    isHasty: false,
  },
  {
    name: "Claude Code with the plugin",
    host: claudeCode,
    prepare: async () => {},
    args: ["--plugin-dir", PLUGIN],
    isHasty: false,
  },
  {
    name: "Codex CLI with the hooks alone",
    host: codex,
    prepare: (room) => codex.hook(room, commands("codex", EVENTS)),
    args: [],
    isHasty: true,
  },
  {
    name: "Gemini CLI with the hooks alone",
    host: gemini,
    prepare: (room) => gemini.hook(room, commands("gemini", GEMINI_EVENTS)),
    args: [],
    isHasty: false,
  },
  {
    name: "Codex CLI after `lifelong install --hooks`",
    host: codex,
    prepare: (room) => room.lifelong("install", "--host", "codex", "--hooks").then(() => {}),
    args: [],
    isHasty: true,
  },
  {
    name: "Gemini CLI after `lifelong install --hooks`",
    host: gemini,
    prepare: (room) => room.lifelong("install", "--host", "gemini", "--hooks").then(() => {}),
    args: [],
    isHasty: false,
  },
];

describe.for(WAYS)("$name", ({ host, prepare, args, isHasty }) => {
  let room: HostRoom;
  let missing: string | undefined;
  /** In the first conversation, and in the one after it. */
  const requests: ModelRequest[] = [];
  let greeting = "";

  beforeAll(async () => {
    room = await openHostRoom();
    if ((await host.findVersion(room)) === undefined) missing = `${host.name} is not installed for this machine`;
    if (!hasTmux()) missing = "tmux is not installed: Debian has it as tmux";
    if (missing !== undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    await prepare(room);
    await using model = await host.openModel(() => ({ say: REPLY }));
    const environment = { ...room.settings, LIFELONG_COMMAND: PATIENT_COMMAND };
    const visit = { baseURL: model.baseURL, args, environment };
    {
      await using seat = await host.sit(room, visit);
      await seat.say(SAID, REPLY);
      if (isHasty) await untilShown(room, LEARNED_LINE);
      await seat.leave();
    }
    await untilShown(room, LEARNED_LINE);
    {
      await using seat = await host.sit(room, visit);
      await seat.say("Good morning.", REPLY);
      greeting = await seat.screen.read();
      await seat.leave();
    }
    requests.push(...model.requests);
  });
  afterAll(() => room[Symbol.asyncDispose]());
  beforeEach((context) => context.skip(missing !== undefined, missing));

  test("has the persona in the first request to its model", () => {
    expect(requests[0]?.text).toContain(KNOWN.line);
    expect(requests[0]?.text).not.toContain(LEARNED_LINE);
  });

  test("records the conversation without a call by the model", async () => {
    const said = expect.objectContaining({ role: "user", text: SAID });
    expect(requests).toHaveLength(2);
    expect(requests.flatMap(({ answers }) => answers)).toEqual([]);
    const { sessions } = JSON.parse(await room.lifelong("export"));
    expect(sessions[0]).toMatchObject({ source: "witnessed", messages: expect.arrayContaining([said]) });
  });

  test("has what was learned in the first request of the next conversation", () => {
    expect(requests[1]?.text).toContain(LEARNED_LINE);
  });

  test("shows the person, not the model, what was learned, from which words, and how to take it back", () => {
    expect(greeting).toMatch(/Lifelong has learned “lives in: Lisbon” from “I live in Lisbon\.?”.*lifelong undo \d+/);
    expect(requests[1]?.text).not.toContain("Lifelong has learned");
  });
});

describe("Gemini CLI, run by a program, then by a person who clears the conversation and later resumes it", () => {
  const HELLO = "Good morning.";
  const LATER = "I am back.";
  let room: HostRoom;
  let missing: string | undefined;
  let requests: readonly ModelRequest[] = [];
  /** What the person said in each, oldest first. */
  const conversations = async (): Promise<readonly (readonly string[])[]> => {
    const exported = exportSchema.parse(JSON.parse(await room.lifelong("export")));
    const sessions = exported.sessions.toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
    return sessions.map(({ messages }) => messages.flatMap(({ role, text }) => (role === "user" ? [text] : [])));
  };
  const untilSaid = (texts: readonly string[]) =>
    vi.waitFor(async () => expect((await conversations()).flat()).toEqual(texts), { timeout: 60_000, interval: 500 });

  beforeAll(async () => {
    room = await openHostRoom();
    if ((await gemini.findVersion(room)) === undefined) missing = "Gemini CLI is not installed for this machine";
    if (!hasTmux()) missing = "tmux is not installed: Debian has it as tmux";
    if (missing !== undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    await gemini.hook(room, commands("gemini", GEMINI_EVENTS));
    await using model = await gemini.openModel(() => ({ say: REPLY }));
    const visit = { baseURL: model.baseURL, environment: room.settings };
    await gemini.visit(room, { ...visit, prompt: "I live in Porto." });
    {
      await using seat = await gemini.sit(room, visit);
      await seat.say(HELLO, REPLY);
      // While a hook is at work, the host takes no command.
      await untilSaid([HELLO]);
      await seat.say("/clear", "Type your message");
      await seat.screen.until(new RegExp(`^(?![^]*${HELLO})`));
      await seat.say(SAID, "Lifelong is on.");
      await untilSaid([HELLO, SAID]);
      await seat.leave();
    }
    {
      await using seat = await gemini.sit(room, { ...visit, args: ["--resume", "latest"] });
      await seat.say(LATER, "Lifelong has learned");
      await untilSaid([HELLO, SAID, LATER]);
      await seat.leave();
    }
    requests = [...model.requests];
  });
  afterAll(() => room[Symbol.asyncDispose]());
  beforeEach((context) => context.skip(missing !== undefined, missing));

  test("has the persona in the first request of each", () => {
    expect(requests).toHaveLength(4);
    for (const { text } of requests) expect(text).toContain(KNOWN.line);
  });

  test("records what the person said as two conversations, and nothing of the program's", async () => {
    expect(await conversations()).toEqual([[HELLO], [SAID, LATER]]);
  });
});

/** Waits until the persona says it. */
async function untilShown(room: HostRoom, line: string): Promise<void> {
  await vi.waitFor(async () => expect(await room.lifelong("show", "--prompt")).toContain(line), {
    timeout: 60_000,
    interval: 500,
  });
}

function commands(host: string, events: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(events).map(([event, hook]) => [
      event,
      `"${process.execPath}" "${PATIENT_COMMAND}" hook ${hook} --host ${host}`,
    ]),
  );
}
