import { isUtf8 } from "node:buffer";
import { PersonaError } from "@lifelong/core";

const BYTE_ORDER_MARK = "\uFEFF";

/** The text of a configuration file, and how it is written. */
export interface FileText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly mark: boolean;
  /** What ends its lines. */
  readonly newline: "\n" | "\r\n";
  /** One step of indentation. */
  readonly indent: string;
}

/** @throws PersonaError `INVALID_INPUT` for bytes that are no UTF-8 */
export function readFileText(bytes: Uint8Array, file: string): FileText {
  if (!isUtf8(bytes)) {
    throw new PersonaError(
      "INVALID_INPUT",
      `${file} is not UTF-8, so it was left as it is. Save it as UTF-8 in an editor, and call again.`,
    );
  }
  const whole = Buffer.from(bytes).toString();
  const mark = whole.startsWith(BYTE_ORDER_MARK);
  const text = mark ? whole.slice(BYTE_ORDER_MARK.length) : whole;
  return {
    text,
    mark,
    newline: /\r\n/.test(text) ? "\r\n" : "\n",
    indent: /^(\t| {1,8})\S/m.exec(text)?.[1] ?? "  ",
  };
}

/** The bytes of the same file with another text. */
export function writeFileText({ mark }: FileText, text: string): Buffer {
  return Buffer.from(mark ? BYTE_ORDER_MARK + text : text);
}

/** A file that could not be parsed, with what the user does about it. */
export function unreadable(file: string, line: number, problem: string): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `${file} cannot be read near line ${line}: ${problem}. It was left as it is. Mend that line, and call again.`,
  );
}

/** A file that can be read, and that no edit of ours leaves as it was. */
export function unsafe(file: string): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `${file} is written in a way that cannot be changed safely, so it was left as it is. Enter lifelong by hand, as docs/install.md shows.`,
  );
}

/** The number of the line that an offset lies on, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
