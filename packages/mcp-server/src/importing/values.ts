import { PersonaError } from "@lifelong/core";
import { cutOff, type ImportFile } from "./import-file.ts";
import { cutList } from "./json-list.ts";

/** Most bytes of one conversation as it stands in a file: a value that does not end is no conversation. */
const VALUE_BYTES = 100 * 1024 * 1024;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = "\uFEFF";

/** How the values of a file stand in it. */
export type Shape =
  /** One JSON list, whose items they are. */
  | "list"
  /** One JSON value a line. */
  | "lines"
  /** One JSON value. */
  | "whole"
  /** A text, which is one value. */
  | "text";

/** A line that is no JSON. */
export const BROKEN_LINE: unique symbol = Symbol("a line that is no JSON");

/**
 * The values of a file, one after another, with one of them in memory at a time.
 *
 * @throws PersonaError `INVALID_INPUT` where the file breaks off; what came before has been given
 */
export async function* valuesOf(file: ImportFile, shape: Shape): AsyncGenerator<unknown> {
  if (shape === "list") yield* itemsOf(file);
  else if (shape === "lines") yield* jsonLinesOf(file);
  else {
    const text = await textOf(file);
    yield shape === "text" ? text : parseWhole(file, text);
  }
}

/** The same without the lines that are none. */
export async function* wholeValuesOf(file: ImportFile, shape: Shape): AsyncGenerator<unknown> {
  for await (const value of valuesOf(file, shape)) if (value !== BROKEN_LINE) yield value;
}

async function* itemsOf(file: ImportFile): AsyncGenerator<unknown> {
  const source = await file.open();
  let given = 0;
  try {
    for await (const item of cutList(source, VALUE_BYTES)) {
      const text = item.toString("utf8");
      const value: unknown = JSON.parse(text);
      given += 1;
      yield value;
    }
  } catch (error) {
    if (error instanceof RangeError) throw endless(file);
    if (!(error instanceof SyntaxError)) throw cutOff(file, error);
    throw new PersonaError(
      "INVALID_INPUT",
      `${file.name} breaks off after ${given} conversations: it is cut off or damaged there. Download it again, and import that; what came in already is not taken twice.`,
      { cause: error },
    );
  } finally {
    source.destroy();
  }
}

async function* jsonLinesOf(file: ImportFile): AsyncGenerator<unknown> {
  for await (const line of linesOf(file)) {
    if (line.trim() === "") continue;
    try {
      yield JSON.parse(line);
    } catch {
      yield BROKEN_LINE;
    }
  }
}

/** The lines of a file, without what ends them. */
export async function* linesOf(file: ImportFile): AsyncGenerator<string> {
  const source = await file.open();
  let rest: Buffer[] = [];
  let held = 0;
  let isFirst = true;
  const lineOf = (bytes: readonly Buffer[]) => {
    const text = Buffer.concat(bytes).toString("utf8");
    const line = isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    isFirst = false;
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  };
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        yield lineOf([...rest, chunk.subarray(start, end)]);
        rest = [];
        held = 0;
        start = end + 1;
      }
      rest.push(chunk.subarray(start));
      held += chunk.length - start;
      if (held > VALUE_BYTES) throw endless(file);
    }
    if (held > 0) yield lineOf(rest);
  } catch (error) {
    throw cutOff(file, error);
  } finally {
    source.destroy();
  }
}

async function textOf(file: ImportFile): Promise<string> {
  const lines: string[] = [];
  let held = 0;
  for await (const line of linesOf(file)) {
    lines.push(line);
    held += line.length;
    if (held > VALUE_BYTES) throw endless(file);
  }
  return lines.join("\n");
}

function parseWhole(file: ImportFile, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PersonaError(
      "INVALID_INPUT",
      `${file.name} looks like JSON, but is none: it is cut off or damaged. Download or write it again, and import that.`,
      { cause },
    );
  }
}

function endless({ name }: ImportFile): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `${name} holds a single value of more than ${VALUE_BYTES / (1024 * 1024)} MB, which is no conversation. Nothing more of it was read.`,
  );
}
