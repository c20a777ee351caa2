import type { Agent, AgentSession, SessionManager, SessionSummary } from "@lifelong/agent";
import { defaultSchema, PersonaError, type Personalizer } from "@lifelong/core";
import {
  contentsOf,
  oneLine,
  padEnd,
  resolveField,
  viewExplanation,
  viewPersona,
  viewReceipt,
  viewReport,
} from "lifelong";
import { shorten } from "./answer-view.ts";
import { INDENT, type Terminal } from "./terminal.ts";

/** What the commands work with; `session` is the one that is open. */
export interface Room {
  readonly userId: string;
  readonly personalizer: Personalizer;
  readonly agent: Agent;
  readonly sessions: SessionManager;
  readonly terminal: Terminal;
  session: AgentSession;
}

interface Command {
  /** What stands behind the name, for the help. */
  readonly takes?: string;
  readonly help: string;
  run(room: Room, rest: string): Promise<void>;
}

const ID_COLUMNS = 10;
/** Sessions in a list. */
const LISTED = 20;

const COMMANDS: Readonly<Record<string, Command>> = {
  persona: {
    help: "what is known about you, with your words",
    async run({ userId, personalizer, terminal }) {
      const persona = await personalizer.show(userId);
      const isEmpty = Object.values(persona.fields).every(({ values }) => values.length === 0);
      show(terminal, isEmpty ? NOTHING_YET : viewPersona(persona, defaultSchema, terminal.layout, new Date()));
    },
  },
  why: {
    takes: "FIELD",
    help: "why it believes that, such as /why diet",
    async run({ userId, personalizer, terminal }, rest) {
      const explanation = await personalizer.why(
        userId,
        resolveField(defaultSchema, wanted(rest, "a field: /why diet")),
      );
      show(terminal, viewExplanation(explanation, defaultSchema, terminal.layout, new Date()));
    },
  },
  forget: {
    takes: "FIELD",
    help: "takes it away for good, and the words that said it",
    async run({ userId, personalizer, terminal, session }, rest) {
      const field = resolveField(defaultSchema, wanted(rest, "a field: /forget diet"));
      if (!(await terminal.confirm(`${INDENT}Forget all that “${oneLine(rest)}” holds, for good? [y/N] `))) {
        show(terminal, "Nothing was forgotten.");
        return;
      }
      const receipt = await personalizer.forget(userId, { kind: "value", field });
      await session.refreshPersona();
      show(terminal, viewReceipt(receipt, defaultSchema, terminal.layout));
    },
  },
  undo: {
    help: "takes the last change of what is known back",
    async run({ userId, personalizer, terminal, session }) {
      const report = await personalizer.edit(userId, [{ kind: "undo" }]);
      await session.refreshPersona();
      const known = contentsOf(await personalizer.history(userId));
      show(terminal, viewReport(report, defaultSchema, terminal.layout, known));
    },
  },
  sessions: {
    help: "what you talked about, newest first",
    async run({ userId, sessions, terminal }) {
      const all = await sessions.list(userId, { limit: Number.MAX_SAFE_INTEGER });
      const rows = all.slice(0, LISTED).map((one) => row(one, all, terminal));
      show(terminal, rows.length === 0 ? "There is no session yet." : rows.join("\n"));
    },
  },
  resume: {
    takes: "ID",
    help: "goes on with a session; the beginning of its id will do",
    async run(room, rest) {
      const { userId, agent, sessions, terminal } = room;
      const start = wanted(rest, "a session: /sessions lists them");
      const list = await sessions.list(userId, { limit: Number.MAX_SAFE_INTEGER });
      const fitting = list.filter(({ id }) => id.startsWith(start));
      const chosen = list.find(({ id }) => id === start) ?? (fitting.length === 1 ? fitting[0] : undefined);
      if (!chosen) {
        const which =
          fitting.length > 1 ? "Several sessions begin so; write more of the id." : "There is no such session.";
        throw new PersonaError("INVALID_INPUT", `${which} /sessions lists them.`);
      }
      await room.session.close();
      room.session = await agent.resume(userId, chosen.id);
      const last = room.session.messages.filter(({ role, text }) => text !== "" && role !== "tool").slice(-2);
      const told = last.map(
        ({ role, text }) => `${role === "user" ? "›" : " "} ${shorten(text, terminal.layout.width - 2)}`,
      );
      show(terminal, [`Going on with “${oneLine(chosen.title)}”.`, ...told].join("\n"));
    },
  },
  search: {
    takes: "WORDS",
    help: "finds what was said",
    async run({ userId, sessions, terminal }, rest) {
      const matches = await sessions.search(userId, wanted(rest, "words: /search lisbon"));
      const all = await sessions.list(userId, { limit: Number.MAX_SAFE_INTEGER });
      const lines = matches.map(
        (match) =>
          `${row(match, all, terminal)}\n${" ".repeat(ID_COLUMNS)}${terminal.layout.style.faint(shorten(match.excerpt, terminal.layout.width - ID_COLUMNS))}`,
      );
      show(terminal, lines.length === 0 ? "Nothing was found." : lines.join("\n"));
    },
  },
};

const NOTHING_YET = "Nothing is known about you yet. Say something lasting, such as where you live.";

/**
 * Carries out a line that begins with a slash.
 *
 * @throws PersonaError `INVALID_INPUT` for a command that is none, and what the command throws
 */
export async function runCommand(room: Room, line: string): Promise<void> {
  const [, name = "", rest = ""] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  if (name === "help") {
    show(room.terminal, helpText(room.terminal));
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new PersonaError("INVALID_INPUT", `There is no command /${oneLine(name)}. /help lists them.`);
  await command.run(room, rest.trim());
}

function helpText({ layout: { style } }: Terminal): string {
  const rows = [
    ...Object.entries(COMMANDS).map(
      ([name, { takes, help }]) => [`/${name}${takes ? ` ${takes}` : ""}`, help] as const,
    ),
    ["/retry", "asks again what was not answered"] as const,
    ["/help", "this"] as const,
    ["/quit", "leaves, and so does Ctrl-D; Ctrl-C stops an answer"] as const,
  ];
  return [
    ...rows.map(([name, help]) => `${style.strong(padEnd(name, 16))} ${help}`),
    "",
    style.faint("End a line with \\ to go on below. A paste of several lines is one message."),
  ].join("\n");
}

function wanted(rest: string, what: string): string {
  if (rest !== "") return rest;
  throw new PersonaError("INVALID_INPUT", `Name ${what}.`);
}

function row(
  { id, startedAt, title }: SessionSummary,
  all: readonly SessionSummary[],
  { layout: { style, width } }: Terminal,
): string {
  const name = oneLine(beginningOf(id, all)).padEnd(ID_COLUMNS - 2);
  return `${style.strong(name)}  ${style.faint(startedAt.slice(0, 10))}  ${shorten(title, width - name.length - 14)}`;
}

/** As much of the id as it takes to name it, since ids of other programs may begin alike. */
function beginningOf(id: string, all: readonly SessionSummary[]): string {
  const others = all.filter((other) => other.id !== id);
  let length = ID_COLUMNS - 2;
  while (length < id.length && others.some((other) => other.id.startsWith(id.slice(0, length)))) length += 1;
  return id.slice(0, length);
}

/** Indented, with an empty line around it. */
function show(terminal: Terminal, text: string): void {
  const lines = text.trimEnd().split("\n");
  terminal.write(`\n${lines.map((line) => (line === "" ? "" : `${INDENT}${line}`)).join("\n")}\n\n`);
}
