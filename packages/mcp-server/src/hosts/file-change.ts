import { PersonaError } from "@lifelong/core";
import { readFileText, writeFileText } from "./file-text.ts";
import { callingAs, callsScript } from "./hook-calls.ts";
import { type FileChange, type JsonChange, type JsonValue, SERVER_NAME, type TomlTable } from "./host.ts";
import { editJson, type JsonEdited, readJson, revertJson } from "./json-edit.ts";
import { editToml, readToml, revertToml } from "./toml-edit.ts";

/** What was changed in a file, kept so that it can be taken back. Bytes of the file are not in it. */
export type Done =
  | ({ readonly format: "json" } & Pick<JsonEdited, "done" | "made">)
  | { readonly format: "toml"; readonly done: readonly TomlTable[] }
  | { readonly format: "own"; readonly text: string };

export interface Changed {
  readonly bytes: Buffer;
  readonly done: Done;
}

export interface ChangeSettings {
  /** Path of the script in an entry of ours: by it an entry is told from one that the user has made. */
  readonly script: string;
  /** Whether an entry that is not ours is overwritten. */
  readonly force?: boolean;
}

const EMPTY: Uint8Array = new Uint8Array();

/**
 * The bytes of a file after a change.
 *
 * @param before - null when there is no file
 * @returns null where everything is there already
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read or changed, or an entry that is not ours
 */
export function changeFile(
  before: Uint8Array | null,
  change: FileChange,
  { script, force = false }: ChangeSettings,
): Changed | null {
  const { file } = change;
  if (change.format === "own") {
    const bytes = Buffer.from(change.text);
    if (before !== null && bytes.equals(before)) return null;
    if (before !== null && !force) throw taken(file);
    return { bytes, done: { format: "own", text: change.text } };
  }
  const style = readFileText(before ?? EMPTY, file);
  if (change.format === "toml") {
    for (const { path } of change.tables.filter(({ values }) => "command" in values)) {
      const held = readToml(style, path, file);
      if (held !== undefined && !force && !startsScript(held, script)) throw taken(file);
    }
    const { text, done } = editToml(style, change.tables, file, { replace: force });
    return done.length === 0 ? null : { bytes: writeFileText(style, text), done: { format: "toml", done } };
  }
  const changes = change.changes.map((wanted): JsonChange => {
    const held = readJson(style, wanted.path, file);
    if (wanted.kind === "include") return inPlaceOf(held, wanted, script);
    if (wanted.path.at(-1) !== SERVER_NAME) return wanted;
    if (held === undefined || force) return wanted;
    if (!startsScript(held, script)) throw taken(file);
    return { ...wanted, value: withOwn(held, wanted.value) };
  });
  const { text, done, made } = editJson(style, changes, file);
  return done.length === 0 ? null : { bytes: writeFileText(style, text), done: { format: "json", done, made } };
}

/**
 * The bytes of a file without what was changed; whatever else has been changed since stays.
 *
 * @returns null where nothing of it is there any more
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read or changed
 */
export function revertFile(now: Uint8Array, file: string, done: Done, script: string): Buffer | null {
  if (done.format === "own") return Buffer.from(done.text).equals(now) ? Buffer.alloc(0) : null;
  const style = readFileText(now, file);
  const text =
    done.format === "json"
      ? revertJson(style, done, file, (value) => startsScript(value, script) || callsScript(value, script))
      : revertToml(
          style,
          done.done,
          file,
          (held, { values }) => "approval_mode" in values || startsScript(held, script),
        );
  return text === null ? null : writeFileText(style, text);
}

/** What two changes of the same file have changed together. */
export function joinDone(one: Done, other: Done): Done {
  if (one.format === "json" && other.format === "json") {
    return { format: "json", done: [...one.done, ...other.done], made: [...one.made, ...other.made] };
  }
  if (one.format === "toml" && other.format === "toml") return { format: "toml", done: [...one.done, ...other.done] };
  return other;
}

/** A call of ours takes the place of an earlier one, in which what the user has set stays. */
function inPlaceOf(
  held: JsonValue | undefined,
  wanted: Extract<JsonChange, { kind: "include" }>,
  script: string,
): JsonChange {
  const earlier = Array.isArray(held) ? held.find((item: JsonValue) => callsScript(item, script)) : undefined;
  if (earlier === undefined) return wanted;
  return { ...wanted, item: callingAs(earlier, wanted.item), replaces: earlier };
}

/** Whether an entry starts the given script. */
function startsScript(entry: unknown, script: string): boolean {
  if (typeof entry !== "object" || entry === null || !("args" in entry)) return false;
  return Array.isArray(entry.args) && entry.args.includes(script);
}

/** What the user has added to our entry stays in it. */
function withOwn(held: JsonValue, wanted: JsonValue): JsonValue {
  if (typeof held !== "object" || typeof wanted !== "object" || held === null || wanted === null) return wanted;
  if (!("command" in wanted) || !("args" in wanted)) return wanted;
  return { ...wanted, ...held, command: wanted.command, args: wanted.args };
}

function taken(file: string): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `${file} holds a ${SERVER_NAME} of its own, which this command did not write, so it was left as it is. Remove it, or call again with --force to put this one in its place.`,
  );
}
