import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Changed, changeFile, joinDone } from "../hosts/file-change.ts";
import { readFileText } from "../hosts/file-text.ts";
import { callsScript } from "../hosts/hook-calls.ts";
import {
  APPROVABLE_TOOLS,
  type FileChange,
  type Host,
  type JsonValue,
  type Machine,
  recordedByHooks,
  type ServerCommand,
} from "../hosts/host.ts";
import { readJson } from "../hosts/json-edit.ts";
import { readConfigFile, replaceConfigFile } from "./config-file.ts";
import { makeFolder } from "./folders.ts";
import { type InstalledFile, installFolder, readInstalled, writeInstalled } from "./install-record.ts";
import { hasOwnPlugin } from "./own-plugin.ts";

/** What becomes of one file of a host. */
export interface PlannedFile {
  readonly file: string;
  /** Null: there is no such file yet. */
  readonly before: Buffer | null;
  /** Null: everything is there already. */
  readonly changed: Changed | null;
}

/** A host and what becomes of its files; none where our plugin is on. */
export interface HostPlan {
  readonly host: Host;
  readonly files: readonly PlannedFile[];
  /** Whether it calls our hooks then; absent where none can be entered. */
  readonly isHooked?: boolean;
}

export interface PlanSettings {
  readonly server: ServerCommand;
  /** Path of the script that the server's arguments name. */
  readonly script: string;
  readonly approve: boolean;
  /** Has hosts call our hooks; where they do already, they go on. */
  readonly hooks: boolean;
  readonly force: boolean;
}

/**
 * What an installation would change, without changing it. Nothing where our plugin is on, which brings a server.
 *
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read or changed, or an entry that is not ours
 */
export async function planHost(
  host: Host,
  machine: Machine,
  { server, approve, hooks, ...settings }: PlanSettings,
): Promise<HostPlan> {
  if (await hasOwnPlugin(host, machine)) return { host, files: [] };
  const calls = host.hooks?.change(machine, server);
  const isHooked = calls && (hooks || (await holdsCalls(calls, settings.script)));
  const approval = approve ? host.approval?.(machine, APPROVABLE_TOOLS) : undefined;
  const entry = host.entry(machine, isHooked ? recordedByHooks(server) : server);
  const changes = joined([entry, ...(approval ? [approval] : []), ...(isHooked ? [calls] : [])]);
  const files = changes.map(async (change) => {
    const before = await readConfigFile(change.file);
    return { file: change.file, before, changed: changeFile(before, change, settings) };
  });
  return { host, files: await Promise.all(files), ...(isHooked !== undefined && { isHooked }) };
}

/** Whether the host calls our hooks already. */
async function holdsCalls(calls: FileChange, script: string): Promise<boolean> {
  const bytes = await readConfigFile(calls.file);
  // Only what names the script is looked into, so that a broken file that was never ours is no hindrance.
  if (!bytes?.includes(JSON.stringify(script).slice(1, -1)) || calls.format !== "json") return false;
  const style = readFileText(bytes, calls.file);
  return calls.changes.some(({ path }) => {
    const held = readJson(style, path, calls.file);
    return Array.isArray(held) && held.some((item: JsonValue) => callsScript(item, script));
  });
}

/**
 * Writes what was planned, one file after the other. Before each the record says what is to be there, so that a process
 * that ends in between leaves nothing that cannot be taken back.
 *
 * @param data - folder of the record and of the backups
 */
export async function installHost(host: Host, planned: readonly PlannedFile[], data: string, at: Date): Promise<void> {
  for (const { file, before, changed } of planned) {
    if (changed === null) continue;
    const installed = await readInstalled(data);
    const earlier = installed.files.find((other) => other.file === file);
    const isAsLeft = earlier !== undefined && before !== null && hashOf(before) === earlier.left;
    const backup = isAsLeft ? earlier.backup : await keepBackup(data, host, file, before, at);
    const entry: InstalledFile = {
      host: host.name,
      file,
      at: at.toISOString(),
      done: earlier ? joinDone(earlier.done, changed.done) : changed.done,
      // A backup from between two installations would bring the first of them back.
      ...(earlier === undefined || isAsLeft ? { backup } : {}),
      left: hashOf(changed.bytes),
      folders: earlier?.folders ?? [],
    };
    const others = installed.files.filter((other) => other.file !== file);
    await writeInstalled(data, { ...installed, files: [...others, entry] });
    const folders = await replaceConfigFile(file, before, changed.bytes);
    if (folders.length === 0) continue;
    const noted = { ...entry, folders: [...entry.folders, ...folders] };
    await writeInstalled(data, { ...(await readInstalled(data)), files: [...others, noted] });
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Copies what a file holds. Answers the name of the copy, with host and time in it; null when there is nothing. */
async function keepBackup(
  data: string,
  host: Host,
  file: string,
  before: Buffer | null,
  at: Date,
): Promise<string | null> {
  if (before === null) return null;
  const folder = join(installFolder(data), "backups");
  await makeFolder(folder, 0o700);
  const name = `${host.name}-${at.toISOString().replaceAll(/[:.]/g, "-")}-${basename(file)}`;
  await writeFile(join(folder, name), before, { mode: 0o600 });
  return name;
}

/** Changes of one file come together, so that it is read and written once. */
function joined(changes: readonly FileChange[]): readonly FileChange[] {
  const files: FileChange[] = [];
  for (const change of changes) {
    const place = files.findIndex(({ file }) => file === change.file);
    const both = joinTwo(files[place], change);
    if (both) files[place] = both;
    else files.push(change);
  }
  return files;
}

function joinTwo(one: FileChange | undefined, other: FileChange): FileChange | undefined {
  if (one?.format === "json" && other.format === "json") return { ...one, changes: [...one.changes, ...other.changes] };
  if (one?.format === "toml" && other.format === "toml") return { ...one, tables: [...one.tables, ...other.tables] };
  return undefined;
}
