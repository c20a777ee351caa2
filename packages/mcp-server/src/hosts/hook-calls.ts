import * as z from "zod";
import type { FileChange, JsonValue, Machine, ServerCommand } from "./host.ts";

const call = z.object({ command: z.string() }).catchall(z.json());
const group = z.object({ hooks: z.tuple([call]) }).catchall(z.json());

const PLAIN = /^[\w@%+=:,./-]+$/;
const WORD = String.raw`(?:[\w@%+=:,./-]+|'(?:[^']|'\\'')*')`;
const NODE = new RegExp(`^${WORD}$`);
const WORDS = new RegExp(`^hook [a-z-]+ --host [a-z-]+(?: --(?:store|profile) ${WORD})*$`);

/** How a host calls our hooks. */
export interface HookCalls {
  /** As `lifelong hook --host` takes it. */
  readonly host: string;
  /** The host's events, and which of our hooks each is for. */
  readonly events: Readonly<Record<string, string>>;
  /** What else stands in each call, such as how long it may take. */
  readonly settings: Readonly<Record<string, JsonValue>>;
}

/**
 * The shape that hosts share: `{ "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": … }] }] } }`. Undefined
 * on Windows, where it is not known how hosts start a command.
 */
export function hookCalls(
  { platform }: Machine,
  file: string,
  { command, args: [script = "", , ...own] }: ServerCommand,
  { host, events, settings }: HookCalls,
): FileChange | undefined {
  if (platform === "win32") return undefined;
  return {
    file,
    format: "json",
    changes: Object.entries(events).map(([event, hook]) => {
      const line = [command, script, "hook", hook, "--host", host, ...own].map(shellWord).join(" ");
      return {
        kind: "include",
        path: ["hooks", event],
        item: { hooks: [{ type: "command", command: line, ...settings }] },
      };
    }),
  };
}

/** Whether an item of such a list is as we write it, whatever a user has set beside the command. */
export function callsScript(item: JsonValue, script: string): boolean {
  const parts = line(item)?.split(` ${shellWord(script)} `) ?? [];
  const [node = "", words = ""] = parts;
  return parts.length === 2 && NODE.test(node) && WORDS.test(words);
}

/** An item of ours that calls what another calls; what the user has set in it stays. */
export function callingAs(item: JsonValue, other: JsonValue): JsonValue {
  const { hooks, ...rest } = group.parse(item);
  const [call] = hooks;
  return { ...rest, hooks: [{ ...call, command: line(other) ?? call.command }] };
}

/** What the one call of an item runs. */
function line(item: JsonValue): string | undefined {
  return group.safeParse(item).data?.hooks[0].command;
}

/** A word for a POSIX shell. */
function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
