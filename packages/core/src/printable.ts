import type { Content } from "./persona.ts";

/** Line breaks, tabs and other control characters, which would break the line that they stand in. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;

/** Bidirectional controls, and invisible characters in which text can be hidden. The joiners stay: scripts need them. */
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;

/** A content as its line says it: nothing invisible, no brackets, no breaks. For those who hand it on as data. */
export function printable(content: Content): Content {
  return typeof content === "string" ? onOneLine(content) : content;
}

/** Text that stays within its line and its fence, and is otherwise as it was. */
export function onOneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, "")
    .replace(BREAKING, " ")
    .replace(/[<＜﹤]/gu, "‹")
    .replace(/[>＞﹥]/gu, "›")
    .trim();
}
