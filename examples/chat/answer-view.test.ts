import type { AgentEvent } from "@lifelong/agent";
import { defineTool } from "@lifelong/agent";
import { plainStyle, textWidth } from "lifelong";
import { expect, test } from "vitest";
import * as z from "zod";
import { answerView, shorten } from "./answer-view.ts";
import type { Terminal } from "./terminal.ts";

const EVIL = "\u001b]0;owned\u0007\u001b[2J\u202e";

/** A terminal of 40 columns that keeps what is written. */
function paper(interactive = true) {
  let written = "";
  const keep = (text: string) => {
    written += text;
  };
  const terminal: Terminal = {
    layout: { width: 40, style: plainStyle },
    interactive,
    write: keep,
    aside: () => {},
    status: (text) => keep(`${text}\n`),
    ask: async () => null,
    async confirm(question) {
      keep(`${question}\n`);
      return true;
    },
    interruptible: (work) => work(new AbortController().signal),
    close: () => {},
  };
  return { view: answerView(terminal), read: () => written };
}

async function* told(...events: readonly AgentEvent[]) {
  yield* events;
}

const recorded = (reason: "off-the-record" | "paused") =>
  ({
    type: "session-recorded",
    recorded: {
      sessionId: "s",
      duplicate: false,
      begun: false,
      kept: 0,
      notKept: [{ reason, count: 1, sentence: "" }],
      pending: 0,
      due: [],
    },
  }) as const;

test("nothing of a model or a tool is obeyed by the terminal, the name of a tool neither", async () => {
  const { view, read } = paper();
  await view.show(
    told(
      { type: "text-delta", delta: EVIL },
      { type: "tool-called", callId: "c", name: EVIL, arguments: EVIL },
      { type: "tool-refused", callId: "c", name: EVIL, reason: "unknown", text: EVIL },
      { type: "tool-finished", callId: "c", name: "look", outcome: "done", text: `${EVIL}里斯本`.repeat(30) },
    ),
  );
  expect(read()).toContain("owned");
  expect(read().replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  for (const line of read().split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(42);
});

const send = defineTool({ name: "send", description: "Sends.", input: z.object({}), run: () => "" });
const question = (json: string) => ({
  userId: "ana",
  sessionId: "s",
  tool: send,
  arguments: json,
  signal: new AbortController().signal,
});

test("a question shows all that will run, also what a terminal would hide", async () => {
  const { view, read } = paper();
  expect(await view.ask(question(`{"to":"ana\u202e\u200b\u009b${"x".repeat(500)}end"}`))).toBe(true);
  const shown = read().replace(/\n {2}/g, "");
  expect(shown).toContain('Run send with{"to":"ana\\u{202e}\\u{200b}\\u{9b}xxx');
  expect(shown).toContain('xxxend"}?[y/N]');
  await view.ask(question(JSON.stringify({ text: "y".repeat(3_000) })));
  expect(read().replace(/\n {2}/g, "")).toContain("yyy… and 1011 more characters?");
});

test("a question comes after what was said before it, and nobody says no", async () => {
  const { view, read } = paper();
  const showing = view.show(told({ type: "text-delta", delta: "Let me look." }));
  await view.ask(question("{}"));
  await showing;
  expect(read()).toMatch(/Let me look\.\n {2}Run send/);
  expect(await paper(false).view.ask(question("{}"))).toBe(false);
});

test("what is not kept is said, and once where it stays so", async () => {
  const { view, read } = paper();
  for (const reason of ["off-the-record", "paused", "paused"] as const) await view.show(told(recorded(reason)));
  expect(read().match(/as you asked/g)).toHaveLength(1);
  expect(read().match(/paused/g)).toHaveLength(1);
});

test("what is shortened ends between two characters, and fits", () => {
  expect(shorten("里斯本是一座美丽的城市", 10)).toBe("里斯本是…");
  expect(shorten("😀😀😀😀", 6)).toBe("😀😀…");
  expect(shorten("short", 10)).toBe("short");
});
