import { SIMPLIFIED, TRADITIONAL } from "./characters.ts";

const PLAIN: ReadonlyMap<string, string> = new Map([
  ...Array.from(TRADITIONAL, (character, index): [string, string] => [character, SIMPLIFIED[index] ?? character]),
  // What only Cantonese is written with.
  ...Object.entries({ 喺: "在", 唔: "不", 嘅: "的", 冇: "没", 佢: "他", 咗: "了", 哋: "们", 嚟: "来" }),
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

const FOLDED = new RegExp(`[${TRADITIONAL}喺唔嘅冇佢咗哋嚟!?;()~\\r\\t　]`, "g");

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
      .replace(/(?<![關关聯联體体維维])係(?![數数統统列])/g, "是")
      .replace(FOLDED, (character) => PLAIN.get(character) ?? character)
      .replace(/(?<!\d),|,(?!\d)/g, "，")
      .replace(/(?<!\d):|:(?!\d)/g, "：")
      .replace(/(?<=\p{Script=Han})\./gu, "。")
      // Who writes without marks puts a space between clauses.
      .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, "，")
  );
}
