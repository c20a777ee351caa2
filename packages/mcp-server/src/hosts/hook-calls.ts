import * as z from "zod";
import type { FileChange, JsonValue, ServerCommand } from "./host.ts";
import { isSame } from "./json-value.ts";

const group = z.looseObject({ hooks: z.array(z.looseObject({ command: z.string().optional() })) });

/** How a host calls our hooks. */
export interface HookCalls {
  /** As `lifelong hook --host` takes it. */
  readonly host: string;
  /** The host's events, and which of our hooks each is for. */
  readonly events: Readonly<Record<string, string>>;
  /** What else stands in each call, such as how long it may take. */
  readonly settings: Readonly<Record<string, JsonValue>>;
}

/** The shape that hosts share: `{ "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": … }] }] } }`. */
export function hookCalls(
  file: string,
  { command, args: [script = "", , ...own] }: ServerCommand,
  { host, events, settings }: HookCalls,
): FileChange {
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

/** Whether an item of such a list calls a script, and nothing else. */
export function callsScript(item: JsonValue, script: string): boolean {
  const lines = linesOf(item);
  return lines.length > 0 && lines.every((line) => line.includes(shellWord(script)));
}

/** Whether two items call the same, whatever else a user has set in them. */
export function isSameCall(one: JsonValue, other: JsonValue): boolean {
  return isSame([...linesOf(one)], [...linesOf(other)]);
}

function linesOf(item: JsonValue): readonly string[] {
  return (group.safeParse(item).data?.hooks ?? []).flatMap(({ command }) => command ?? []);
}

/** A word for a POSIX shell. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
