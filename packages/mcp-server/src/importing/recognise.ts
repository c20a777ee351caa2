import { PersonaError } from "@lifelong/core";
import { chatgpt } from "./chatgpt.ts";
import { claude } from "./claude.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import type { ImportFormat } from "./format.ts";
import { type ImportFile, readHead } from "./import-file.ts";
import { knowledgeGraph } from "./knowledge-graph.ts";
import { mem0 } from "./mem0.ts";
import { memobase } from "./memobase.ts";
import { plain } from "./plain.ts";
import { BROKEN_LINE, linesOf, type Shape, valuesOf } from "./values.ts";

const HEAD_BYTES = 4096;

/** All formats; the first that recognises a file reads it. */
const FORMATS: readonly ImportFormat[] = [chatgpt, claude, claudeCode, codex, knowledgeGraph, mem0, memobase, plain];

/** What else a file may be, by how it begins, in small letters. */
const OTHERS: readonly (readonly [begins: readonly string[], sentence: string])[] = [
  [
    ["<!doctype", "<html", "<head", "<?xml"],
    "is a web page, not JSON. An export has conversations.json beside its page: import that, or the whole zip file",
  ],
  [["pk\u0005\u0006"], "is an empty zip archive. Download the export again"],
  [["\u001f\u008b"], "is packed with gzip. Unpack it, and import what is in it"],
  [["7z\u00bc\u00af", "rar!"], "is packed in a form that is not read here. Unpack it, and import the folder"],
  [["%pdf-"], "is a PDF, not JSON. Import the service's own export"],
  [["sqlite format 3"], "is a database. Import what the program that wrote it exports"],
  [["\u00ff\u00fe", "\u00fe\u00ff"], "is saved as UTF-16. Save it as UTF-8, and import that"],
];

/** A file, how its values stand in it, and what reads them. */
export interface Recognised {
  readonly file: ImportFile;
  readonly shape: Shape;
  readonly format: ImportFormat;
}

/**
 * Finds out by its content what a file is.
 *
 * @throws PersonaError `INVALID_INPUT` that says what the file looks like, and what to do
 */
export async function recognise(file: ImportFile): Promise<Recognised> {
  const head = (await readHead(file, HEAD_BYTES)).toString("latin1").replace(/^\xef\xbb\xbf/, "");
  if (head.trim() === "") throw unfit(file, "is empty. Import a file that holds conversations");
  const small = head.trimStart().toLowerCase();
  const other = OTHERS.find(([begins]) => begins.some((beginning) => small.startsWith(beginning)));
  if (other) throw unfit(file, other[1]);
  if (head.includes("\0")) throw unfit(file, "holds no text. Import the service's own export");
  const shape = await shapeOf(file, head.trimStart().charAt(0));
  const values = valuesOf(file, shape);
  try {
    for await (const first of values) {
      if (first === BROKEN_LINE) continue;
      const format = FORMATS.find((each) => each.recognises(first));
      if (format) return { file, shape, format };
      break;
    }
  } finally {
    await values.return(undefined);
  }
  const what = {
    list: "is a JSON list, but its items are",
    lines: "has JSON in its lines, but they are",
    whole: "is JSON, but it is",
    text: "is a text, but",
  }[shape];
  throw unfit(
    file,
    shape === "text"
      ? `${what} none in which messages begin with "User:" or "Assistant:". For a list of memories, add --memories`
      : `${what} no conversations of a known form. \`lifelong help import\` names the forms`,
  );
}

async function shapeOf(file: ImportFile, first: string): Promise<Shape> {
  if (first === "[") return "list";
  if (first !== "{") return "text";
  for await (const line of linesOf(file)) {
    if (line.trim() === "") continue;
    try {
      JSON.parse(line);
      return "lines";
    } catch {
      return "whole";
    }
  }
  return "whole";
}

function unfit({ name }: ImportFile, what: string): PersonaError {
  return new PersonaError("INVALID_INPUT", `${name} ${what}.`);
}
