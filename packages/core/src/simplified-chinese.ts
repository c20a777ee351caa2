import pairs from "opencc-js/dict/TSCharacters";

/** Everyday variants that the table leaves alone, 妳不要記, 跟著, 瞭解, 姊姊, 祕密, and one that it takes two steps for. */
const VARIANTS = "妳你 祂他 牠它 著着 瞭了 姊姐 祕秘 佈布 祇只 衹只 衞卫 唸念 昇升 牀床 粧妆 薴苎";

/** Of one UTF-16 unit each, so that places stay right; the others are characters that hardly anybody meets. */
const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  [...pairs.split("|").map((pair) => pair.replace(" ", "")), ...VARIANTS.split(" ")]
    .filter((pair) => pair.length === 2 && pair.charAt(0) !== pair.charAt(1))
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

const TRADITIONAL = new RegExp(`[${[...SIMPLIFIED.keys()].join("")}]`, "g");

/**
 * The text at equal length (UTF-16 units), each traditional Chinese character and everyday variant in its simplified
 * form, so that a list of words needs one script. For comparing, never for showing: some traditional characters share
 * a form (後 and 后), and words that only one region uses stay. Doing it twice changes nothing more. Never throws.
 */
export function toSimplified(text: string): string {
  return text.replace(TRADITIONAL, (character) => SIMPLIFIED.get(character) ?? character);
}
