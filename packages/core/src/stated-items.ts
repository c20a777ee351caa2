import { onlyAsks, sentenceAround } from "./asking.ts";
import type { Found } from "./evidence.ts";
import { foldText } from "./fold-text.ts";
import { toSimplified } from "./simplified-chinese.ts";
import type { Span } from "./span.ts";
import { isSameWord } from "./word-forms.ts";

/** Between the things that one content says of something: "partner Jess, freshwater ecologist". */
const BETWEEN_ITEMS = /[,;:，；：、()（）]/;
/** Words that stand between the words of an item and change nothing. */
const FILLER =
  /^(?:an?|the|my|our|your|his|her|its|their|i|i'm|i'd|we|is|are|am|was|and|of|in|at|as|to|for|on|with|from|called|named|who|she|he|she's|he's)$/;
const NEGATION = /^(?:no|not|never|none|nor|neither|without|hardly|barely|cannot)$|n't$/;
const NEGATION_CHINESE = /[不没无非别未唔冇]/;
/** Words of others that may stand among those of an item. */
const GAP = 4;
const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

interface Word extends Span {
  readonly text: string;
}

/**
 * Where the user says every item of a content, though not in one stretch: each item's words close together in one
 * sentence, in whatever order and form, with only small words or few others between, and denied where the content is
 * and not where it is not. In scripts without spaces an item stands as it is. Undefined when not all items are said.
 */
export function itemsStatedAt({ own, spans }: Found, content: string): Span | undefined {
  const items = content
    .split(BETWEEN_ITEMS)
    .map((item) => item.trim())
    .filter((item) => /[\p{L}\p{N}]/u.test(item));
  for (const span of spans) {
    const text = own.slice(span.start, span.end);
    const places = items.map((item) => placeOf(item, text));
    if (!places.every((place) => place !== undefined) || places.length === 0) continue;
    const start = span.start + Math.min(...places.map((place) => place.start));
    const end = span.start + Math.max(...places.map((place) => place.end));
    const asks = places.some((place) =>
      onlyAsks(sentenceAround(own, { start: span.start + place.start, end: span.start + place.end })),
    );
    if (!asks) return { start, end };
  }
  return undefined;
}

function placeOf(item: string, text: string): Span | undefined {
  return /\p{Script=Han}/u.test(item) ? placeOfLetters(item, text) : placeOfWords(wordsOf(item), wordsOf(text));
}

function placeOfLetters(item: string, text: string): Span | undefined {
  const read = toSimplified(text);
  const start = read.indexOf(toSimplified(item));
  if (start < 0) return undefined;
  const before = read.slice(Math.max(0, start - 2), start);
  return NEGATION_CHINESE.test(before) ? undefined : { start, end: start + item.length };
}

/** The shortest stretch that holds all telling words of the item, if it is short enough and says no more nor less. */
function placeOfWords(item: readonly Word[], text: readonly Word[]): Span | undefined {
  const wanted = item.filter(({ text: word }) => !FILLER.test(word));
  if (wanted.length === 0) return undefined;
  for (const [from, first] of text.entries()) {
    if (!wanted.some((word) => isSameWord(word.text, first.text))) continue;
    const window = shortestFrom(from, wanted, text);
    if (!window) continue;
    const others = window.filter(
      ({ text: word }) => !FILLER.test(word) && !wanted.some((each) => isSameWord(each.text, word)),
    );
    const before = text.slice(Math.max(0, from - 2), from);
    const isDenied = [...before, ...others].some(({ text: word }) => NEGATION.test(word));
    const end = window.at(-1)?.end ?? first.end;
    if (others.length <= GAP && !isDenied) return { start: first.start, end };
  }
  return undefined;
}

function shortestFrom(from: number, wanted: readonly Word[], text: readonly Word[]): readonly Word[] | undefined {
  const left = [...wanted];
  for (let at = from; at < text.length; at += 1) {
    const found = left.findIndex((word) => isSameWord(word.text, text[at]?.text ?? ""));
    if (found >= 0) left.splice(found, 1);
    if (left.length === 0) return text.slice(from, at + 1);
  }
  return undefined;
}

function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: foldText(word),
    start: index,
    end: index + word.length,
  }));
}
