import { basename, dirname } from "node:path";
import { IMPLEMENTATION } from "../implementation.ts";

/** How hosts name the server in their lists. Without an underscore, at which some hosts split the names of tools. */
export const SERVER_NAME: string = IMPLEMENTATION.name;

/** The tools that a user may approve once for all: one reads, the other takes down what was said. The rest keeps asking. */
export const APPROVABLE_TOOLS: readonly string[] = ["get_persona", "record_session"];

/** The computer that hosts are installed on, handed in so that the paths of every platform can be had on any. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The user's home folder, absolute. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
}

/** What a host starts, without a shell. Speaks MCP over stdin and stdout. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Where something stands in a file: the keys from the root. */
export type KeyPath = readonly string[];

/** One change of a JSON file, which may hold comments. Objects on the way are made. */
export type JsonChange =
  | { readonly kind: "set"; readonly path: KeyPath; readonly value: JsonValue }
  /** The list at the path holds the item. */
  | {
      readonly kind: "include";
      readonly path: KeyPath;
      readonly item: JsonValue;
      /** An item that goes for it, where there is one. */
      readonly replaces?: JsonValue;
      /** True: where there is no list yet, none is made. */
      readonly onlyExisting?: boolean;
    };

/** A table of a TOML file with a header of its own. */
export interface TomlTable {
  readonly path: KeyPath;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
}

/** What becomes of one file. `file` is an absolute path; `own` is a file that holds nothing of anybody else. */
export type FileChange =
  | { readonly file: string; readonly format: "json"; readonly changes: readonly JsonChange[] }
  | { readonly file: string; readonly format: "toml"; readonly tables: readonly TomlTable[] }
  | { readonly file: string; readonly format: "own"; readonly text: string };

export interface HostHooks {
  /** Undefined on a platform where none can be entered. */
  change(machine: Machine, server: ServerCommand): FileChange | undefined;
  /** What the user does then, as a sentence. */
  readonly next?: string;
}

/** A program in which a model works, and what it reads about MCP servers. Everything is the user's own, never a project's. */
export interface Host {
  /** As `--host` takes it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** What the vendor says about the files below. */
  readonly documentation: readonly string[];
  /** Files and folders that are there once the host was used. One is enough. */
  traces(machine: Machine): readonly string[];
  /** Enters the server in the host's list. */
  entry(machine: Machine, server: ServerCommand): FileChange;
  /** Has the host call the tools without asking each time. Absent: no file of the host says so. */
  approval?(machine: Machine, tools: readonly string[]): FileChange;
  /** Has the host call our hooks. Absent: it has none, or a plugin brings them. */
  readonly hooks?: HostHooks;
  /** Where the host says which plugins are on, by `name@marketplace`. Ours brings a server of its own. */
  plugins?(machine: Machine): { readonly file: string; readonly path: KeyPath };
  /** What the user does after a change, as a sentence. */
  readonly next: string;
}

/** A server for a host whose hooks record. */
export function recordedByHooks({ command, args }: ServerCommand): ServerCommand {
  return { command, args: [...args, "--recorded-by", "hook"] };
}

/** Whether a path is there. */
export function isThere({ list }: Machine, path: string): boolean {
  return list(dirname(path)).includes(basename(path));
}

/** Whether the host seems to be used on this machine. */
export function isInstalled(host: Host, machine: Machine): boolean {
  return host.traces(machine).some((path) => isThere(machine, path));
}

/** The shape that most hosts share: `{ "mcpServers": { "lifelong": { "command": …, "args": […] } } }`. */
export function mcpServers(file: string, { command, args }: ServerCommand): FileChange {
  return {
    file,
    format: "json",
    changes: [{ kind: "set", path: ["mcpServers", SERVER_NAME], value: { command, args } }],
  };
}

/** A list of rules as Claude Code and Devin write them: `mcp__lifelong__get_persona`. */
export function permissionRules(file: string, tools: readonly string[]): FileChange {
  return {
    file,
    format: "json",
    changes: tools.map((tool) => ({
      kind: "include",
      path: ["permissions", "allow"],
      item: `mcp__${SERVER_NAME}__${tool}`,
    })),
  };
}
