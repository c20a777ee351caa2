import { rm } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { Low } from "lowdb";
import * as z from "zod";
import type { Done } from "../hosts/file-change.ts";
import type { JsonChange, JsonValue, KeyPath } from "../hosts/host.ts";
import { jsonFile } from "../json-file.ts";
import { makeFolder } from "./folders.ts";

/** A file of a host that was written. */
export interface InstalledFile {
  readonly host: string;
  /** Absolute, as the host names it. */
  readonly file: string;
  /** When it was last written, ISO 8601 UTC. */
  readonly at: string;
  readonly done: Done;
  /**
   * What the file held before: a name in the folder of backups, or null when there was no file. Absent where the file was
   * changed by others between two installations, so that no backup is what it was without ours.
   */
  readonly backup?: string | null;
  /** SHA-256 of what was written. */
  readonly left: string;
  /** Folders that were made for it, the innermost first. */
  readonly folders: readonly string[];
}

/** All that installations have left on this machine, beside the command. */
export interface Installed {
  readonly files: readonly InstalledFile[];
  /** Folders that were made for the data, the innermost first. */
  readonly folders: readonly string[];
}

const path: z.ZodType<KeyPath> = z.array(z.string()).readonly();
const value: z.ZodType<JsonValue> = z.json();
const jsonChange: z.ZodType<JsonChange> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("set"), path, value }),
  z.object({ kind: z.literal("include"), path, item: value, onlyExisting: z.boolean().optional() }),
]);
const done: z.ZodType<Done> = z.discriminatedUnion("format", [
  z.object({ format: z.literal("json"), done: z.array(jsonChange).readonly(), made: z.array(path).readonly() }),
  z.object({
    format: z.literal("toml"),
    done: z.array(z.object({ path, values: z.record(z.string(), z.union([z.string(), path])) })).readonly(),
  }),
  z.object({ format: z.literal("own"), text: z.string() }),
]);
const installedFile: z.ZodType<InstalledFile> = z.object({
  host: z.string(),
  file: z.string(),
  at: z.string(),
  done,
  backup: z.string().nullable().optional(),
  left: z.string(),
  folders: z.array(z.string()).readonly(),
});
const schema: z.ZodType<Installed> = z.object({
  files: z.array(installedFile).readonly(),
  folders: z.array(z.string()).readonly(),
});

/** The folder of the record, and of the backups that it names. */
export function installFolder(data: string): string {
  return join(data, "install");
}

/** @throws PersonaError `STORE_CORRUPT` when the record is damaged */
export async function readInstalled(data: string): Promise<Installed> {
  const database = openRecord(data);
  const damaged = (cause?: unknown) =>
    new PersonaError(
      "STORE_CORRUPT",
      `The record of installations, ${join(installFolder(data), "installed.json")}, is damaged. \`lifelong uninstall\` goes by the files of the hosts instead; then install again.`,
      { cause },
    );
  try {
    await database.read();
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(error);
    throw new PersonaError("STORE_UNAVAILABLE", "The record of installations cannot be read. Check its permissions.", {
      cause: error,
    });
  }
  const parsed = schema.safeParse(database.data);
  if (!parsed.success) throw damaged();
  return parsed.data;
}

export async function writeInstalled(data: string, installed: Installed): Promise<void> {
  const made = await makeFolder(installFolder(data), 0o700);
  const database = openRecord(data);
  // Those that were made now lie within the data folder, or lead to it.
  const folders = [...new Set([...made.filter((folder) => folder !== installFolder(data)), ...installed.folders])];
  database.data = { ...installed, folders: folders.toSorted((one, other) => other.length - one.length) };
  await database.write();
}

export function forgetInstalled(data: string): Promise<void> {
  return rm(installFolder(data), { recursive: true, force: true });
}

function openRecord(data: string): Low<unknown> {
  return new Low<unknown>(jsonFile(join(installFolder(data), "installed.json")), { files: [], folders: [] });
}
