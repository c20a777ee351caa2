import { onlyAsks, sentenceAround } from "./asking.ts";
import { type Found, QUOTE_LEAD, QUOTE_LENGTH } from "./evidence.ts";
import { foldText } from "./fold-text.ts";
import { clausesOf, otherSubjectOf, speaksOfOther } from "./other-person.ts";
import { reservesIn } from "./reserve.ts";
import type { FieldDefinition } from "./schema.ts";
import { toSimplified } from "./simplified-chinese.ts";
import type { Span } from "./span.ts";
import { isSameWord } from "./word-forms.ts";

/** Between the things that one content says of something: "partner Jess, freshwater ecologist". */
const BETWEEN_ITEMS = /[,;:，；：、()（）]/;
/** Words that stand between the words of an item and change nothing. */
const FILLER =
  /^(?:an?|the|my|our|i|i'm|i've|we|is|are|am|be|been|also|of|in|at|as|on|for|so|any|some|all|called|named|who|who's|which|that|she|he|she's|he's|just|really|very|currently|now)$/;
/** Whose the next words are: "my sister's partner" is not the user's. */
const POSSESSIVE = /'s$|s'$|^(?:his|her|their|your|whose)$/;
const POSSESSIVE_CHINESE = /(?<!我|我们|咱|咱们|自己|本人|家里)的$/;
/** A clause that goes on about the person of the one before. */
const GOES_ON = /^[\s,;—–-]*(?:and\s+)?(?:he|she|they|his|her|their|who)\b|^[\s，]*[他她它]/i;
/** A message with none of these may be of a language whose denials are not known. */
const ENGLISH =
  /\b(?:I|[Mm]y|[Oo]ur|[Tt]he|[Aa]nd|[Ww]ith|[Tt]his|[Tt]hat|[Ss]he|[Hh]e|i (?:am|have|like|love|live|work|want|need))\b/;
const SELF = /\b(?:I|my|we|our|me|us)\b|我/i;
const HAN = /\p{Script=Han}/u;
const WORD = /[$€£¥#@]?[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*(?:[+#%°€$]+|['’](?=\s))?/gu;

/** A content of more words is written about the user, not said by them. */
const MOST_WORDS = 40;
/** Words of others that may stand between two items. */
const GAP = 4;
/** A relation and a name: "Morag Reid, my daughter" for "daughter Morag Reid". */
const RELATION_WORDS = 3;
/** The kept quote shows so much from where the first item begins. */
const REACH = QUOTE_LENGTH - QUOTE_LEAD; // characters

interface Word extends Span {
  /** Folded. */
  readonly text: string;
  readonly isCapital: boolean;
  readonly isNumber: boolean;
}

interface Clause extends Span {
  /** In simplified characters, at equal length. */
  readonly text: string;
  readonly words: readonly Word[];
  /** It holds nothing but what is looked for. */
  readonly isBare: boolean;
}

interface Place extends Span {
  /** Index of the clause that it stands in. */
  readonly clause: number;
}

interface Matter {
  readonly content: string;
  /** What the quote touches. */
  readonly clauses: readonly Clause[];
  /** Whether a word is one of the content's, in some form. */
  readonly isMeant: (word: string) => boolean;
  readonly isAboutOthers: boolean;
  readonly isEnglish: boolean;
}

/**
 * Where the user says every item of a content, though not in one stretch: each item's words in one clause, in their
 * order but in whatever form, with nothing but small words between, and the items near each other. Of other people a
 * relation and a name may change places, and all must be said of one of them; of the user, none of it of somebody else.
 * What the clauses reserve ("not", "if", "used to"), the content has to reserve as well. Chinese items stand as they are.
 *
 * Errs towards undefined. Of other languages than English and Chinese, whose denials are not known, and of an option of
 * a list, which speaks by its own words alone, it is always undefined.
 */
export function itemsStatedAt({ own, spans }: Found, field: FieldDefinition, content: string): Span | undefined {
  const items = content
    .split(BETWEEN_ITEMS)
    .map((item) => item.trim())
    .filter((item) => /[\p{L}\p{N}]/u.test(item));
  const wanted = wordsOf(content).filter(isTelling);
  if (field.kind === "enum" || items.length === 0 || wanted.length > MOST_WORDS) return undefined;
  const isMeant = remember((word) => wanted.some(({ text }) => isSameWord(text, word)));
  const clauses = clausesIn({ own, spans }, isMeant);
  const matter = { content, clauses, isMeant, isAboutOthers: field.about === "others", isEnglish: ENGLISH.test(own) };
  for (const span of spans) {
    const places = items.flatMap((item) => placeOf(item, span, matter) ?? []);
    const start = Math.min(...places.map((place) => place.start));
    const end = Math.max(...places.map((place) => place.end));
    if (places.length < items.length || end - start > REACH) continue;
    if (!areNear(places, matter) || !areOfOne(places, matter) || reservesAt(places, matter) !== reservesIn(content))
      continue;
    if (!places.some((place) => onlyAsks(sentenceAround(own, place)))) return { start, end };
  }
  return undefined;
}

function placeOf(item: string, span: Span, { clauses, isAboutOthers, isEnglish }: Matter): Place | undefined {
  const isChinese = HAN.test(item);
  if (!isChinese && !isEnglish) return undefined;
  const wanted = wordsOf(item).filter(isTelling);
  for (const [index, clause] of clauses.entries()) {
    if (clause.end <= span.start || clause.start >= span.end) continue;
    const place = isChinese ? placeOfLetters(item, clause) : placeOfWords(wanted, clause, isAboutOthers);
    if (place && place.start >= span.start && place.end <= span.end) return { ...place, clause: index };
  }
  return undefined;
}

function placeOfLetters(item: string, { text, start }: Clause): Span | undefined {
  const at = text.indexOf(toSimplified(item));
  if (at < 0 || POSSESSIVE_CHINESE.test(text.slice(0, at))) return undefined;
  return { start: start + at, end: start + at + item.length };
}

function placeOfWords(wanted: readonly Word[], clause: Clause, isAboutOthers: boolean): Span | undefined {
  const { words } = clause;
  if (wanted.length === 0) return undefined;
  const isNamed = wanted.some(({ isCapital }) => isCapital) && !wanted.some(({ isNumber }) => isNumber);
  const isInAnyOrder = isAboutOthers && isNamed && wanted.length <= RELATION_WORDS;
  for (const [from, first] of words.entries()) {
    if (POSSESSIVE.test(words[from - 1]?.text ?? "")) continue;
    const left = [...wanted];
    for (const word of words.slice(from, from + 2 * MOST_WORDS)) {
      const at = left.findIndex((each) => isSameWord(each.text, word.text));
      if (at === 0 || (at > 0 && isInAnyOrder)) left.splice(at, 1);
      else if (left.length === wanted.length || isTelling(word)) break;
      if (left.length > 0) continue;
      const place = { start: first.start, end: word.end };
      if (!isInAnyOrder || isOfOneName(place, clause)) return place;
      break;
    }
  }
  return undefined;
}

/** "My partner, Jess, is away" names the partner; "Rex is my partner, Jess, is away" and "my partner, Jess is away" may name two. */
function isOfOneName(place: Span, { start, text, isBare }: Clause): boolean {
  const [before, within, after] = [
    text.slice(0, place.start - start),
    text.slice(place.start - start, place.end - start),
    text.slice(place.end - start),
  ];
  if (isBare || !/[,;:–—]/.test(within)) return true;
  return /^\s*(?:[,.;!?)–—]|$)/.test(after) && !/\b(?:is|are|am|called|named)\s+(?:\p{L}+\s+)?$/u.test(before);
}

/** Whether few words stand between the items, and among them no name and no number, which may be another's. */
function areNear(places: readonly Place[], { clauses, isMeant }: Matter): boolean {
  const inOrder = places.toSorted((one, other) => one.start - other.start);
  return inOrder.every((place, index) => {
    const before = inOrder[index - 1] ?? place;
    const between = clauses
      .slice(before.clause, place.clause + 1)
      .flatMap(({ words }) => words)
      .filter((word) => word.start >= before.end && word.end <= place.start && isTelling(word) && !isMeant(word.text));
    return between.length <= GAP && !between.some(({ isCapital, isNumber }) => isCapital || isNumber);
  });
}

/** Whether everything is said of the user; of others, whether it is said of one of them, who is the user's. */
function areOfOne(places: readonly Place[], matter: Matter): boolean {
  const { clauses, isAboutOthers } = matter;
  const textOf = (index: number) => clauses[index]?.text ?? "";
  if (!isAboutOthers) return !places.some(({ clause }) => speaksOfOther(textOf(clause)));
  const head = places[0]?.clause ?? 0;
  const subject = otherSubjectOf(textOf(head));
  if (subject !== undefined && !isNamedBy(subject, matter)) return false;
  return places.every(
    ({ clause }) => clause >= head && clauses.slice(head + 1, clause + 1).every((each) => goesOn(each, matter)),
  );
}

/** Of the same person: "She is a nurse", "Theatre nurse in Leeds". */
function goesOn({ text, words }: Clause, { isMeant }: Matter): boolean {
  const first = words.find(isTelling)?.text;
  return GOES_ON.test(text) || (first !== undefined && isMeant(first) && !SELF.test(text));
}

/** "My sister" in "My sister has a partner, Jess" is none of "partner Jess". */
function isNamedBy(subject: string, { content, isMeant }: Matter): boolean {
  if (!HAN.test(subject)) return wordsOf(subject).some(({ text }) => isMeant(text));
  return !/^[他她]/.test(subject) && toSimplified(content).includes(subject.replace(/^我们?家?的?/, ""));
}

function reservesAt(places: readonly Place[], { clauses }: Matter): number {
  const touched = new Set(places.map(({ clause }) => clause));
  return clauses.reduce((sum, { text }, index) => sum + (touched.has(index) ? reservesIn(text) : 0), 0);
}

/** What the quote touches. Neighbours that hold nothing but what is looked for are one: "Morag. My daughter." */
function clausesIn({ own, spans }: Pick<Found, "own" | "spans">, isMeant: Matter["isMeant"]): readonly Clause[] {
  const joined: Clause[] = [];
  for (const { start, end } of clausesOf(own)) {
    if (!spans.some((span) => start < span.end && end > span.start)) continue;
    const last = joined.at(-1);
    const clause = clauseOf(own, { start, end }, isMeant);
    if (last?.isBare && clause.isBare) joined[joined.length - 1] = clauseOf(own, { start: last.start, end }, isMeant);
    else joined.push(clause);
  }
  return joined;
}

function clauseOf(own: string, { start, end }: Span, isMeant: Matter["isMeant"]): Clause {
  const text = toSimplified(own.slice(start, end));
  const words = wordsOf(text).map((word) => ({ ...word, start: start + word.start, end: start + word.end }));
  return { start, end, text, words, isBare: words.every((word) => !isTelling(word) || isMeant(word.text)) };
}

function isTelling({ text }: Word): boolean {
  return !FILLER.test(text);
}

function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: foldText(word),
    isCapital: /^\p{Lu}/u.test(word),
    isNumber: /\p{N}/u.test(word),
    start: index,
    end: index + word.length,
  }));
}

function remember(compute: (word: string) => boolean): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    const result = known.get(word) ?? compute(word);
    known.set(word, result);
    return result;
  };
}
