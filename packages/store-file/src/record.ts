import { crc32 } from "node:zlib";
import type { Message, Source } from "@lifelong/core";
import type { Stretch } from "./medium.ts";

/**
 * A record is one line of the session log, with a line feed before and after it:
 *
 *     checksum length head segment segment …
 *
 * The head is JSON and tells the length of each segment. A segment is a checksum and JSON: the part without its
 * messages, then one for each message. A head holds no text of a conversation and never changes, so that what became of
 * a record stays so. Erasing overwrites whole segments with spaces, or with the digest of the message that stood there:
 * the plan of the erasure says which, so that it may be done twice, by anybody, in any order.
 */
export type RecordHead = UserHead | PartHead | CloseHead | LossHead;

/** What the writer of a record had read of the log, and where the log stands after it as far as the writer knew. */
interface Claim {
  /** Bytes read. */
  readonly seen: number;
  readonly sequence: number;
  readonly sessions: number;
  /** Bytes of each segment. */
  readonly segments: readonly number[];
}

/** The first record of a log: whose it is. */
export interface UserHead extends Claim {
  readonly kind: "user";
  readonly userId: string;
  readonly incarnation: string;
}

/** A part that asks to be stored; the records before it decide. */
export interface PartHead extends Claim {
  readonly kind: "part";
  /** By which its writer finds it again. */
  readonly token: string;
  /** `closedSessionId`. The id itself stands in the first segment, where it can be erased. */
  readonly session: string;
  readonly number: number;
  readonly ordinal: number;
  /** The part brought its sequence and takes no other. */
  readonly exact?: true;
  readonly closed?: true;
  readonly firstMessage: number;
  readonly startedAt: string;
  readonly recordedAt: string;
  readonly source: Source;
  /** Of each message. */
  readonly roles: readonly Message["role"][];
}

/** From here on these ids take nothing, and hold nothing. */
export interface CloseHead extends Claim {
  readonly kind: "close";
  /** `closedSessionId` of each. */
  readonly closes: readonly string[];
}

/** Records before this one are missing, and somebody was told; numbers go on from where the claim says. */
export interface LossHead extends Claim {
  readonly kind: "loss";
}

const KINDS: ReadonlySet<unknown> = new Set(["user", "part", "close", "loss"]);
const CHECKSUM_DIGITS = 8;
const LENGTH_DIGITS = 8;
const PREFIX = CHECKSUM_DIGITS + LENGTH_DIGITS;
const LINE_FEED = 0x0a;
const SPACE = 0x20;

/** What a head says before the lengths of its segments are known. */
export type Unmeasured<Head extends RecordHead> = Omit<Head, "segments">;

/** The bytes of a record, line feeds included. */
export function encodeRecord(
  head: Unmeasured<UserHead> | Unmeasured<PartHead> | Unmeasured<CloseHead> | Unmeasured<LossHead>,
  documents: readonly unknown[],
): Buffer {
  const segments = documents.map(encodeSegment);
  const text = Buffer.from(JSON.stringify({ ...head, segments: segments.map(({ length }) => length) }));
  const prefix = checksum(text) + text.length.toString(16).padStart(LENGTH_DIGITS, "0");
  return Buffer.concat([Buffer.from(`\n${prefix}`), text, ...segments, Buffer.from("\n")]);
}

/** A document with its checksum, as one segment. */
export function encodeSegment(document: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(document));
  return Buffer.concat([Buffer.from(checksum(text)), text]);
}

/**
 * A message's digest in the place of the message: a JSON string, filled up with spaces. Every message is long enough, the
 * emptiest too.
 *
 * @param digest - as `digestMessage` makes it
 * @param bytes - of the segment
 */
export function encodeDigest(digest: string, bytes: number): Buffer {
  const text = Buffer.alloc(bytes - CHECKSUM_DIGITS, SPACE);
  text.write(JSON.stringify(Buffer.from(digest, "hex").toString("base64url")));
  return Buffer.concat([Buffer.from(checksum(text)), text]);
}

/** The digest in a decoded segment; undefined where something else stands. */
export function decodeDigest(document: unknown): string | undefined {
  return typeof document === "string" ? Buffer.from(document, "base64url").toString("hex") : undefined;
}

/** What stands in a segment: `undefined` where it was erased, `damaged` where it cannot be read. */
export function decodeSegment(segment: Buffer): { readonly document: unknown } | "damaged" {
  if (isBlank(segment, 0, segment.length)) return { document: undefined };
  const text = segment.subarray(CHECKSUM_DIGITS);
  if (segment.toString("latin1", 0, CHECKSUM_DIGITS) !== checksum(text)) return "damaged";
  return { document: JSON.parse(text.toString()) };
}

/** A whole record. Offsets count from the beginning of the bytes given; the end is that of the line, its feed apart. */
export interface RecordLine<Head extends RecordHead = RecordHead> {
  readonly kind: "record";
  readonly start: number;
  readonly end: number;
  readonly head: Head;
  /** Of each segment. */
  readonly segments: readonly Stretch[];
}

/** `torn`: cut off by the end of its writer, and followed by another record. `damaged`: written in full, and changed. */
export interface BrokenLine extends Stretch {
  readonly kind: "torn" | "damaged";
}

export type Line = RecordLine | BrokenLine;

/**
 * Reads lines one by one.
 *
 * @returns where reading stopped: what lies behind is still being written, or was cut off and has no successor yet.
 * `suspect`: what lies behind looks complete and cannot be read.
 */
export function readLines(
  bytes: Buffer,
  each: (line: Line) => void,
): { readonly end: number; readonly suspect: boolean } {
  let start = 0;
  while (start < bytes.length) {
    if (bytes[start] === LINE_FEED) {
      start += 1;
      continue;
    }
    const record = readRecord(bytes, start);
    if (record !== undefined) {
      each(record);
      start = record.end + 1;
      continue;
    }
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1) return { end: start, suspect: false };
    if (!isBlank(bytes, start, end)) {
      const next = bytes[end + 1];
      if (next === undefined) return { end: start, suspect: true };
      // Whole records are two line feeds apart; behind one that was cut off stands only that of its successor.
      each({ kind: next === LINE_FEED ? "damaged" : "torn", start, end });
    }
    start = end + 1;
  }
  return { end: start, suspect: false };
}

/** The record that begins at an offset; undefined if none does that can be read. */
export function readRecord(bytes: Buffer, start: number): RecordLine | undefined {
  const from = start + PREFIX;
  const length = Number.parseInt(bytes.toString("latin1", start + CHECKSUM_DIGITS, from), 16);
  if (!(from + length <= bytes.length)) return undefined;
  const text = bytes.subarray(from, from + length);
  if (bytes.toString("latin1", start, start + CHECKSUM_DIGITS) !== checksum(text)) return undefined;
  const head: unknown = JSON.parse(text.toString());
  if (!isHead(head)) return undefined;
  let end = from + length;
  const segments = head.segments.map((bytesOfSegment) => {
    const stretch = { start: end, end: end + bytesOfSegment };
    end = stretch.end;
    return stretch;
  });
  // A line feed before the end: the record was cut off, and what follows is its successor.
  return bytes.indexOf(LINE_FEED, from + length) === end ? { kind: "record", start, end, head, segments } : undefined;
}

/** The checksum has shown that a writer of this layout wrote it, and a writer writes nothing else. */
function isHead(head: unknown): head is RecordHead {
  return typeof head === "object" && head !== null && "kind" in head && KINDS.has(head.kind);
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return bytes.subarray(start, end).every((byte) => byte === SPACE);
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(CHECKSUM_DIGITS, "0");
}
