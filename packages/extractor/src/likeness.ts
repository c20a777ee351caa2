import type { Content, FieldDefinition } from "@lifelong/core";

/** Case, Unicode form and white space aside, the same content. */
export function isSameContent(one: Content | undefined, other: Content | undefined): boolean {
  const plain = (content: Content | undefined) =>
    String(content).normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return plain(one) === plain(other);
}

/** About people and pets one content can say all that another says: "dog Rex" names the "dog" too. */
export function namesAsMuch(
  definition: FieldDefinition,
  one: Content | undefined,
  other: Content | undefined,
): boolean {
  return definition.about === "others" && holdsWords(one, other);
}

/**
 * True when words that take something away mean a content. Of a taste they mean the same thing alone ("no horror films"
 * leaves "films"), with or without the verb ("football", "playing football"); of work or a place also a part of it.
 */
export function isMeantBy(
  definition: FieldDefinition,
  content: Content | undefined,
  taken: Content | undefined,
): boolean {
  if (taken === undefined || isSameContent(content, taken)) return true;
  if (definition.kind !== "set" || definition.about === "others")
    return holdsWords(content, taken) || holdsWords(taken, content);
  return withoutVerb(content) === withoutVerb(taken);
}

function holdsWords(one: Content | undefined, other: Content | undefined): boolean {
  const [words, sought] = [wordsOf(one), wordsOf(other)];
  // Chinese puts no space between words, so that no edge of one can be asked for.
  return HAN.test(sought) ? words.includes(sought) : ` ${words} `.includes(` ${sought} `);
}

const HAN = /\p{Script=Han}/u;

/** What one does with a thing that one likes. */
const VERBS =
  /^(?:to )?(?:play|do|eat|drink|watch|go|read)(?:ing)? (?:to )?(?:the )?|^[吃喝看听聽玩打弹彈练練学學画畫做养養追读讀](?=.)/;

function withoutVerb(content: Content | undefined): string {
  return wordsOf(content).replace(VERBS, "");
}

function wordsOf(content: Content | undefined): string {
  return String(content ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
