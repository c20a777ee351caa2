import { isUtf8 } from "node:buffer";
import { Transform } from "node:stream";

/** Most bytes of a line: room for the largest session, even where JSON spells its characters out. */
export const LONGEST_LINE: number = 10 * 1024 * 1024;
/** How much of either end of a line is kept and searched for the id of the request. */
const END = 512;
const NEWLINE = 0x0a;

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

const VALUE = String.raw`"id"\s*:\s*(-?\d{1,15}|"[ !#-\[\]-~]{0,200}")\s*`;
const VERSION = String.raw`"jsonrpc"\s*:\s*"2\.0"\s*`;
const ID_FIRST = new RegExp(String.raw`^\s*\{\s*(?:${VERSION},\s*)?${VALUE}[,}]`);
const ID_LAST = new RegExp(String.raw`,\s*${VALUE}(?:,\s*${VERSION})?\}\s*$`);

/** Why a line goes no further. */
interface Refusal {
  readonly code: number;
  /** What is wrong with it, and what its sender can do. */
  readonly message: string;
}

/**
 * What a host writes to the server, with only those lines let through that can be messages: one chunk a line. A line
 * that is too long, no UTF-8, no JSON or no JSON-RPC is left out, and the lines after it are read as ever. Blank lines
 * and a last line without an end are left out in silence.
 *
 * @param answer - gets the JSON-RPC error to send back for a line that was left out, as a line
 * @param report - gets a sentence about it, for a log
 */
export function readHostLines(answer: (line: string) => void, report: (sentence: string) => void): Transform {
  let pieces: Buffer[] = [];
  let bytes = 0;

  function add(piece: Buffer): void {
    bytes += piece.length;
    pieces.push(piece);
    if (bytes <= LONGEST_LINE) return;
    const rest = Buffer.concat(pieces);
    pieces = [Buffer.from(rest.subarray(0, END)), Buffer.from(rest.subarray(-END))];
  }

  /** The line that has ended, or undefined when it was refused. */
  function take(): Buffer | undefined {
    const line = Buffer.concat(pieces);
    const refusal = bytes > LONGEST_LINE ? TOO_LONG : refusalOf(line);
    pieces = [];
    bytes = 0;
    if (refusal === undefined) return line;
    const { code, message } = refusal;
    answer(`${JSON.stringify({ jsonrpc: "2.0", id: idOf(line), error: { code, message } })}\n`);
    report(`A line of the host was left out. ${message}`);
    return undefined;
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, end + 1));
        from = end + 1;
        const line = take();
        if (line && line.toString("latin1").trim() !== "") this.push(line);
      }
      if (from < chunk.length) add(chunk.subarray(from));
      done();
    },
  });
}

const TOO_LONG: Refusal = {
  code: INVALID_REQUEST,
  message: `The message is longer than ${LONGEST_LINE} bytes; nothing of it was read. Send less in one call.`,
};
const NO_UTF8: Refusal = {
  code: PARSE_ERROR,
  message: "The message is not valid UTF-8; nothing of it was read. Send it as UTF-8.",
};
const NO_JSON: Refusal = {
  code: PARSE_ERROR,
  message: "The message is not valid JSON; nothing of it was read. Send one JSON-RPC message a line.",
};
const NO_JSON_RPC: Refusal = {
  code: INVALID_REQUEST,
  message: "The message is no JSON-RPC 2.0 request, notification or response. Send one of these a line, no list.",
};

function refusalOf(line: Buffer): Refusal | undefined {
  if (!isUtf8(line)) return NO_UTF8;
  const text = line.toString();
  if (text.trim() === "") return undefined;
  try {
    return isJsonRpc(JSON.parse(text)) ? undefined : NO_JSON_RPC;
  } catch {
    return NO_JSON;
  }
}

/** The outline only, which costs nothing: the SDK looks closer. */
function isJsonRpc(message: unknown): boolean {
  if (typeof message !== "object" || message === null || !("jsonrpc" in message)) return false;
  if (message.jsonrpc !== "2.0") return false;
  if ("id" in message && typeof message.id !== "string" && !Number.isInteger(message.id)) return false;
  return "method" in message ? typeof message.method === "string" : "result" in message || "error" in message;
}

/** Every program writes the id first or last, so that it can be found without reading what stands between. */
function idOf(line: Buffer): string | number | null {
  const found = ID_FIRST.exec(line.toString("latin1", 0, END)) ?? ID_LAST.exec(line.subarray(-END).toString("latin1"));
  return found?.[1] === undefined ? null : JSON.parse(found[1]);
}
