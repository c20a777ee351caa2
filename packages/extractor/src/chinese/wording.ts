import { SIMPLIFIED, TRADITIONAL } from "./characters.ts";

const PLAIN: ReadonlyMap<string, string> = new Map([
  ...Array.from(TRADITIONAL, (character, index): [string, string] => [character, SIMPLIFIED[index] ?? character]),
  ...Object.entries({
    "!": "！",
    "?": "？",
    ";": "；",
    "(": "（",
    ")": "）",
    "~": "～",
    "\r": "\n",
    "\t": " ",
    "　": " ",
  }),
]);

const FOLDED = new RegExp(`[${TRADITIONAL}!?;()~\\r\\t　]`, "g");

/**
 * A text in the wording that rules are written against: simplified characters, Chinese punctuation, half-width letters.
 * As long as the text, unit by unit, so that an offset in one is an offset in the other.
 */
export function wordingOf(text: string): string {
  return (
    text
      .replace(/[！-～]/g, (wide) =>
        /[Ａ-Ｚａ-ｚ０-９]/.test(wide) ? String.fromCharCode(wide.charCodeAt(0) - 0xfee0) : wide,
      )
      .replace(FOLDED, (character) => PLAIN.get(character) ?? character)
      .replace(/(?<!\d),|,(?!\d)/g, "，")
      .replace(/(?<!\d):|:(?!\d)/g, "：")
      .replace(/(?<=\p{Script=Han})\./gu, "。")
      // Who writes without marks puts a space between clauses.
      .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "，")
  );
}
