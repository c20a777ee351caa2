import type { Stretch } from "../stretch.ts";
import { RULES } from "./rules/all.ts";
import { plainText, say } from "./sentence.ts";

/** Longer than this without an end of a sentence is no prose. */
const LONGEST_SENTENCE = 1000; // characters

/** Who speaks of themself, or says how to be answered. */
const CUE =
  /(?<![\p{L}\p{N}])(?:i|i'm|im|ive|my|me|we|our|mine|name|answers?|reply|respond|speak|talk|always|never|keep|use|from now|don't|dont|do not|no more|stop|working as|employed as|living in|based in|replies|future|please no)(?![\p{L}\p{N}])/iu;

/** A word with its inner apostrophe, or a mark. Short forms are split as the language model splits them. */
const TOKEN =
  /n't\b|'(?:m|s|re|ve|d|ll)\b|[\p{L}\p{N}_]+?(?=n't\b)|[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}]+)*|[^\s\p{L}\p{N}_]/gu;

const ANY_RULE: readonly RegExp[] = RULES.map(({ pattern }) => new RegExp(pattern.source.replaceAll("?<value>", "?:")));

/** The first sentences, by rough boundaries, in which some rule may find something. Needs no language model. */
export function candidates(text: string, within: Stretch, limit: number): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const sentence of roughSentences(text, within)) {
    if (found.length === limit) break;
    if (mayTeach(text, sentence)) found.push(sentence);
  }
  return found;
}

function mayTeach(text: string, { start, end }: Stretch): boolean {
  if (end - start > LONGEST_SENTENCE) return false;
  const plain = plainText(text.slice(start, end));
  if (!CUE.test(plain)) return false;
  const { said } = say(plain.match(TOKEN) ?? []);
  return ANY_RULE.some((pattern) => pattern.test(said));
}

const BOUNDARY = /[.!?…]+["')\]]*(?=\s)|[。！？\n]/g;
const ABBREVIATED =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|vs|etc|e\.g|i\.e|inc|jr|sr|no|u\.s|u\.k|ph\.d|b\.a|m\.a|approx|\p{L})\.$/iu;

function roughSentences(text: string, { start, end }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  let from = start;
  const keep = (to: number) => {
    let first = from;
    while (first < to && /\s/.test(text[first] ?? "")) first += 1;
    if (to - first > 3) found.push({ start: first, end: to });
    from = to;
  };
  BOUNDARY.lastIndex = start;
  for (let match = BOUNDARY.exec(text); match !== null && match.index < end; match = BOUNDARY.exec(text)) {
    const to = match.index + match[0].length;
    if (match[0] === "." && ABBREVIATED.test(text.slice(Math.max(start, to - 8), to))) continue;
    keep(to);
  }
  keep(end);
  return found;
}
