import { type AST, getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { type FileText, unreadable, unsafe } from "./file-text.ts";
import type { KeyPath, TomlTable } from "./host.ts";

/** What an edit has done. */
export interface TomlEdited {
  readonly text: string;
  /** The tables that were not there already, or said something else. */
  readonly done: readonly TomlTable[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Writes tables behind everything else in a TOML file. In a table that is there, only what differs is changed.
 *
 * @param replace - whether a table that is there goes first, with all that it holds
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read, or that has no room for a table
 */
export function editToml(
  style: FileText,
  tables: readonly TomlTable[],
  file: string,
  { replace = false }: { replace?: boolean } = {},
): TomlEdited {
  let { text } = style;
  const done: TomlTable[] = [];
  for (const table of tables) {
    const held = readToml({ ...style, text }, table.path, file);
    if (held !== undefined && Object.entries(table.values).every(([key, value]) => isEqual(held[key], value))) continue;
    const before = replace ? removeTable(text, table.path, file) : text;
    const isThere = findTable(before, table.path, file) !== undefined;
    const after = isThere
      ? setValues({ ...style, text: before }, table, file)
      : append({ ...style, text: before }, table);
    check(text, after, [table], file);
    text = after;
    done.push(table);
  }
  return { text, done };
}

/** What a table of a file holds; undefined where there is no such table. */
export function readToml({ text }: FileText, path: KeyPath, file: string): Values | undefined {
  let held: unknown = getStaticTOMLValue(parse(text, file));
  for (const key of path) held = isTable(held) ? held[key] : undefined;
  return isTable(held) ? held : undefined;
}

/**
 * Takes tables out again.
 *
 * @param isOurs - whether the table is still ours
 * @returns null where none of them is there any more
 */
export function revertToml(
  style: FileText,
  tables: readonly TomlTable[],
  file: string,
  isOurs: (values: Values, table: TomlTable) => boolean,
): string | null {
  const ours = tables.filter((table) => {
    const held = readToml(style, table.path, file);
    return held !== undefined && isOurs(held, table);
  });
  const text = ours.toReversed().reduce((rest, { path }) => removeTable(rest, path, file), style.text);
  check(style.text, text, ours, file);
  // What was written anew in another form is not found by its header.
  if (ours.some(({ path }) => readToml({ ...style, text }, path, file) !== undefined)) throw unsafe(file);
  return text === style.text ? null : text;
}

function append({ text, newline }: FileText, { path, values }: TomlTable): string {
  const lines = [
    `[${path.map(writeKey).join(".")}]`,
    ...Object.entries(values).map(([key, value]) => `${writeKey(key)} = ${writeValue(value)}`),
  ];
  const gap = text === "" ? "" : text.endsWith("\n") ? newline : newline + newline;
  return `${text}${gap}${lines.join(newline)}${newline}`;
}

/** Changes or adds the values of a table that has a header of its own. */
function setValues({ text, newline }: FileText, { path, values }: TomlTable, file: string): string {
  return Object.entries(values).reduce((rest, [key, value]) => {
    const table = findTable(rest, path, file);
    if (table === undefined) return rest;
    const found = table.body.find(({ key: { keys } }) => keys.length === 1 && nameOf(keys[0]) === key);
    if (found) return rest.slice(0, found.value.range[0]) + writeValue(value) + rest.slice(found.value.range[1]);
    const headEnd = rest.indexOf("\n", table.key.range[1]);
    const [head, below] = headEnd < 0 ? [rest + newline, ""] : [rest.slice(0, headEnd + 1), rest.slice(headEnd + 1)];
    return `${head}${writeKey(key)} = ${writeValue(value)}${newline}${below}`;
  }, text);
}

function findTable(text: string, path: KeyPath, file: string): AST.TOMLTable | undefined {
  const name = path.join("\n");
  return parse(text, file).body[0].body.find(
    (node): node is AST.TOMLTable => node.type === "TOMLTable" && node.resolvedKey.join("\n") === name,
  );
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted | undefined): string | undefined {
  return key?.type === "TOMLBare" ? key.name : key?.value;
}

/** Takes out a table that has a header of its own, the tables below it, and the empty line before each. */
function removeTable(text: string, path: KeyPath, file: string): string {
  const isWithin = (key: readonly (string | number)[]) => path.every((name, at) => key[at] === name);
  const tables = parse(text, file).body[0].body.filter(
    (node): node is AST.TOMLTable => node.type === "TOMLTable" && isWithin(node.resolvedKey),
  );
  return tables.reduceRight((rest, { range: [start, end] }) => {
    const from = rest.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = rest.indexOf("\n", end);
    const before = rest.slice(0, from).replace(/(^|\n)\r?\n$/, "$1");
    return before + (lineEnd < 0 ? "" : rest.slice(lineEnd + 1));
  }, text);
}

/** Everything outside the tables says the same as before. */
function check(before: string, after: string, tables: readonly TomlTable[], file: string): void {
  const rest = (text: string) => {
    const values: unknown = getStaticTOMLValue(parse(text, file));
    return JSON.stringify(
      tables.reduce((held, { path }) => cut(held, path), values),
      (_key, value: unknown) => (typeof value === "bigint" || typeof value === "number" ? `${value}` : value),
    );
  };
  const wanted = rest(before);
  try {
    if (rest(after) === wanted) return;
  } catch {
    // An inline table takes no header below it, for one.
  }
  throw unsafe(file);
}

/** Without what stands at a path, and without tables on the way that hold nothing else. */
function cut(value: unknown, [key, ...path]: KeyPath): unknown {
  if (key === undefined) return undefined;
  if (!isTable(value) || !(key in value)) return value;
  const inner = cut(value[key], path);
  const isGone = inner === undefined || (isTable(inner) && Object.keys(inner).length === 0);
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(isGone ? others : [...others, [key, inner]].toSorted());
}

function parse(text: string, file: string): AST.TOMLProgram {
  try {
    return parseTOML(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = "lineNumber" in error && typeof error.lineNumber === "number" ? error.lineNumber : 1;
    throw unreadable(file, line, "it is no TOML");
  }
}

function writeKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function writeValue(value: string | readonly string[]): string {
  if (typeof value !== "string") return `[${value.map(writeValue).join(", ")}]`;
  // The one character that JSON writes as it is and TOML does not.
  return JSON.stringify(value).replaceAll("\u007F", "\\u007F");
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
