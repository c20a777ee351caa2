import { onlyAsks, sentenceAround } from "./asking.ts";
import { type Found, originOf } from "./evidence.ts";
import { foldText, foldWithOrigins } from "./fold-text.ts";
import type { Content } from "./persona.ts";
import { findPhrase } from "./phrase.ts";
import { makeTimesAbsolute } from "./relative-time.ts";
import type { FieldDefinition } from "./schema.ts";
import type { Span } from "./span.ts";
import { itemsStatedAt } from "./stated-items.ts";

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const CHINESE_DIGITS = "零一二三四五六七八九";

/**
 * Where the user states the content in their own words within a found quote, as a stretch of the message. A question or
 * an order about it states nothing, but for how the assistant shall write, which is told in orders.
 */
export function statedAt(found: Found, field: FieldDefinition, content: Content): Span | undefined {
  const phrases = phrasesOf(field, content);
  for (const { start, end } of found.spans) {
    const folded = foldWithOrigins(found.own.slice(start, end));
    for (const phrase of phrases) {
      for (const place of findPhrase(folded.text, phrase)) {
        if (typeof content === "number" && isPartOfNumber(folded.text, place)) continue;
        const origin = originOf(folded, place);
        const span = { start: start + origin.start, end: start + origin.end };
        if (field.style || !onlyAsks(sentenceAround(found.own, span))) return span;
      }
    }
  }
  return (
    statedInTime(found, content) ?? (typeof content === "string" ? itemsStatedAt(found, field, content) : undefined)
  );
}

/** The same where the user told a time relative to the day of speaking, which the content has absolute. */
function statedInTime({ session, own, spans }: Found, content: Content): Span | undefined {
  if (typeof content !== "string") return undefined;
  const said = new Date(session.startedAt);
  return spans.find((span) => {
    const text = own.slice(span.start, span.end);
    const absolute = makeTimesAbsolute(text, said);
    if (onlyAsks(sentenceAround(own, span))) return false;
    return absolute !== text && !findPhrase(foldText(absolute), foldText(content)).next().done;
  });
}

/** The folded words that state a content: the content itself, and the words that the schema lists for it. */
function phrasesOf(field: FieldDefinition, content: Content): readonly string[] {
  const key = String(content);
  const listed = Object.hasOwn(field.words, key) ? (field.words[key] ?? []) : [];
  // A listed option speaks by its words alone: the option "I" of a scale is not the pronoun.
  const spoken = field.kind === "enum" && listed.length > 0 ? [] : spellings(content);
  return [...spoken, ...listed].map(foldText);
}

function spellings(content: Content): readonly string[] {
  if (typeof content === "boolean") return [];
  if (typeof content === "string") return [content];
  return [String(content), content.toLocaleString("en-US"), ...inWords(content)];
}

/** Whole numbers below a hundred, in English and Chinese. */
function inWords(number: number): readonly string[] {
  if (!Number.isInteger(number) || number < 0 || number >= 100) return [];
  return [...inEnglish(number), inChinese(number)];
}

function inEnglish(number: number): readonly string[] {
  const ones = ONES[number];
  if (ones !== undefined) return [ones];
  const tens = TENS[Math.floor(number / 10) - 2] ?? "";
  const rest = number % 10;
  return rest === 0 ? [tens] : [`${tens}-${ONES[rest]}`, `${tens} ${ONES[rest]}`];
}

function inChinese(number: number): string {
  const tens = Math.floor(number / 10);
  const ones = CHINESE_DIGITS.charAt(number % 10);
  if (tens === 0) return ones;
  return `${tens === 1 ? "" : CHINESE_DIGITS.charAt(tens)}十${number % 10 === 0 ? "" : ones}`;
}

/** "23" is not stated by "1,234", "23.5" or "twenty-three" by "three". */
function isPartOfNumber(text: string, { start, end }: Span): boolean {
  return (
    /(?:\d[.,]|-|[零一二三四五六七八九十百千万]|(?:ty|hundred|thousand)[- ](?:and )?)$/.test(
      text.slice(Math.max(0, start - 16), start),
    ) ||
    /^(?:[.,]\d|[零一二三四五六七八九十百千万]|[- ](?:hundred|thousand|million)|-(?:one|two|three|four|five|six|seven|eight|nine)\b)/.test(
      text.slice(end, end + 16),
    )
  );
}
