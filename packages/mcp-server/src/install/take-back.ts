import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { type Done, revertFile } from "../hosts/file-change.ts";
import { APPROVABLE_TOOLS, type FileChange, type Machine } from "../hosts/host.ts";
import { knownHosts } from "../hosts/known-hosts.ts";
import { readConfigFile, removeConfigFile, replaceConfigFile } from "./config-file.ts";
import { removeEmpty } from "./folders.ts";
import { hashOf } from "./install-host.ts";
import { type InstalledFile, installFolder, readInstalled, writeInstalled } from "./install-record.ts";

/**
 * What was done to a file: it is as it was byte for byte, or gone since it was made for us, or without our lines only; or
 * nothing, since they were gone.
 */
export type Outcome = "restored" | "removed" | "cleaned" | "gone";

export interface TakenBack {
  readonly host: string;
  readonly file: string;
  readonly outcome: Outcome;
  /** Where a copy of the file as it was before the installation lies; only for what was cleaned. */
  readonly backup?: string;
}

/**
 * Takes installations out of hosts' files, one after the other, and each out of the record as soon as it is gone.
 *
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read by now; it and those after it stay, in the record too
 */
export async function takeAllBack(
  files: readonly InstalledFile[],
  data: string,
  { script, isRecorded = true }: { script: string; isRecorded?: boolean },
): Promise<readonly TakenBack[]> {
  const taken: TakenBack[] = [];
  for (const file of files) {
    taken.push(await takeBack(file, data, script));
    if (isRecorded) await unlist(file, data);
  }
  // One file's folder may hold the next one's.
  const folders = files.flatMap((file) => file.folders);
  await removeEmpty(folders.toSorted((one, other) => other.length - one.length));
  return taken;
}

/**
 * Takes an installation out of a host's file. The bytes from before come back if nobody has written since; else only
 * what is ours goes. A file that was made for it goes whole, with the folders that were made for it.
 */
async function takeBack(installed: InstalledFile, data: string, script: string): Promise<TakenBack> {
  const { host, file, backup } = installed;
  const now = await readConfigFile(file);
  const outcome = now === null ? "gone" : await takeOut(installed, now, data, script);
  const copy = backup && join(installFolder(data), "backups", backup);
  if (copy && outcome !== "cleaned") await rm(copy, { force: true });
  return { host, file, outcome, ...(copy && outcome === "cleaned" && { backup: copy }) };
}

/** Leaves a file out of the record. */
async function unlist({ file }: InstalledFile, data: string): Promise<void> {
  const { files, folders } = await readInstalled(data);
  await writeInstalled(data, { files: files.filter((other) => other.file !== file), folders });
}

async function takeOut(
  { file, done, backup, left }: InstalledFile,
  now: Buffer,
  data: string,
  script: string,
): Promise<Outcome> {
  if (backup !== undefined && hashOf(now) === left) {
    if (backup === null) return remove(file);
    await replaceConfigFile(file, now, await readBackup(data, backup));
    return "restored";
  }
  const rest = revertFile(now, file, done, script);
  if (rest === null) return "gone";
  const isBare = /^\uFEFF?\s*(?:\{\s*\})?\s*$/.test(rest.toString());
  if (done.format === "own" || (backup === null && isBare)) return remove(file);
  await replaceConfigFile(file, now, rest);
  return "cleaned";
}

async function remove(file: string): Promise<Outcome> {
  await removeConfigFile(file);
  return "removed";
}

async function readBackup(data: string, name: string): Promise<Buffer> {
  const path = join(installFolder(data), "backups", name);
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PersonaError(
      "STORE_UNAVAILABLE",
      `The backup ${path} cannot be read, so nothing was changed. Take lifelong out of the host's file by hand, as docs/install.md shows.`,
      { cause },
    );
  }
}

/** Finds entries of ours in the files themselves, for when there is no record of them. */
export async function lookForEntries(machine: Machine, script: string): Promise<readonly InstalledFile[]> {
  const found: InstalledFile[] = [];
  for (const host of knownHosts) {
    const server = { command: "", args: [script] };
    const entry = host.entry(machine, server);
    const approval = host.approval?.(machine, APPROVABLE_TOOLS);
    const hooks = host.hooks?.change(machine, server);
    const named = [entry, ...(hooks ? [hooks] : [])];
    if (!(await Promise.all(named.map((change) => holdsOurs(change, script)))).includes(true)) continue;
    const changes = [...named, ...(approval ? [approval] : [])];
    for (const file of new Set(changes.map((change) => change.file))) {
      const done = doneOf(changes.filter((change) => change.file === file));
      found.push({ host: host.name, file, at: "", done, left: "", folders: [] });
    }
  }
  return found;
}

/** Whether something of a change is in its file. */
async function holdsOurs(change: FileChange, script: string): Promise<boolean> {
  const now = await readConfigFile(change.file);
  // Only what names the script is looked into, so that a broken file of a host that never had us is no hindrance.
  if (!now?.includes(JSON.stringify(script).slice(1, -1))) return false;
  return revertFile(now, change.file, doneOf([change]), script) !== null;
}

/** Changes as if they had been made; of one format, since they are of one file. */
function doneOf(changes: readonly FileChange[]): Done {
  const [first] = changes;
  if (first?.format === "own") return { format: "own", text: first.text };
  if (first?.format === "toml") {
    return { format: "toml", done: changes.flatMap((change) => (change.format === "toml" ? change.tables : [])) };
  }
  return {
    format: "json",
    done: changes.flatMap((change) => (change.format === "json" ? change.changes : [])),
    made: [],
  };
}
