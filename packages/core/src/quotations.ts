import type { Span } from "./span.ts";
import { countWords } from "./word-count.ts";

/** Shorter quotations are names, titles and emphasis, which the user may well mean: `I'm a "night owl"`. */
const WORDS_OF_A_QUOTATION = 3;

/** Which openings a mark can close. A mark that is no key here only opens. */
const CLOSES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["＂", "＂"],
  ["”", "“„”"],
  ["“", "„"],
  ["»", "«»"],
  ["«", "»"],
  ["›", "‹›"],
  ["‹", "›"],
  ["」", "「"],
  ["』", "『"],
  ["〞", "〝"],
  ["❞", "❝"],
  ["'", "'"],
  ["’", "‘"],
]);

const DOUBLE = /["＂“”„«»‹›「」『』〝〞❝❞]/g;
const SINGLE = /['‘’]/g;
const ONLY_CLOSES = "」』〞❞’";
const LINE_BREAK = /\n/g;
const BLANK_LINE = /\n[^\S\n]*\n/g;
/** Letters and digits between which a straight mark or an apostrophe stands inside a word. Chinese puts marks between letters. */
const JOINED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]/u;
/** Words that begin with an apostrophe. */
const CLIPPED = /^['‘](?:cause|cos|cuz|til|till|em|bout|round|twas|tis|n|\d0s)\b/i;

interface Opening {
  readonly mark: string;
  readonly at: number;
  /** How many boundaries lie before it. */
  readonly block: number;
  /** Nothing but space stands before it in its line. */
  readonly alone: boolean;
}

/** What stands in quotation marks of any style, marks included, if it is three words or six Chinese characters or more. */
export function quotations(text: string): readonly Span[] {
  // One stray mark must not swallow the user's own paragraphs, and an apostrophe not even their lines.
  return [...quotationsBy(DOUBLE, text, BLANK_LINE), ...quotationsBy(SINGLE, text, LINE_BREAK)];
}

function quotationsBy(marks: RegExp, text: string, boundary: RegExp): readonly Span[] {
  const boundaries = Array.from(text.matchAll(boundary), (match) => match.index);
  const found: Span[] = [];
  const open: Opening[] = [];
  let block = 0;
  for (const { 0: mark, index: at } of text.matchAll(marks)) {
    while (at > (boundaries[block] ?? Number.POSITIVE_INFINITY)) block += 1;
    const alone = boundary === BLANK_LINE && startsLine(text, at);
    const opening = standsAsClosing(text, at) ? takeOpening(text, open, { mark, at, block, alone }) : undefined;
    if (opening === undefined) {
      if (standsAsOpening(text, at, mark)) open.push({ mark, at, block, alone });
    } else if (countWords(text.slice(opening.at, at)) >= WORDS_OF_A_QUOTATION) {
      found.push({ start: opening.at, end: at + 1 });
    }
  }
  return found;
}

/** The opening that the mark closes, taken off the open ones; undefined when it closes none. */
function takeOpening(text: string, open: Opening[], { mark, at, block }: Opening): Opening | undefined {
  const last = open.at(-1);
  if (last === undefined) return undefined;
  // Only a quotation that fills its lines runs on past a boundary.
  if (last.block !== block) {
    const filling = endsLine(text, at);
    while (open.length > 0 && open.at(-1)?.block !== block && !(filling && open.at(-1)?.alone)) open.pop();
  }
  const opening = open.at(-1);
  if (opening === undefined || CLOSES.get(mark)?.includes(opening.mark) !== true) return undefined;
  open.pop();
  return firstOfBlocks(open, opening);
}

/** A quotation of several paragraphs repeats its opening mark at the start of each. */
function firstOfBlocks(open: Opening[], opening: Opening): Opening {
  let first = opening;
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    if (last.mark !== first.mark || last.block !== first.block - 1 || !last.alone || !first.alone) break;
    first = last;
    open.pop();
  }
  return first;
}

function standsAsOpening(text: string, at: number, mark: string): boolean {
  if (ONLY_CLOSES.includes(mark)) return false;
  if ("“„«「『〝❝".includes(mark)) return true;
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 1);
  return !JOINED.test(before) && /\S/.test(after) && !CLIPPED.test(text.slice(at, at + 7));
}

function standsAsClosing(text: string, at: number): boolean {
  const mark = text.charAt(at);
  if (mark !== '"' && mark !== "'" && mark !== "’") return true;
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 1);
  return /\S/.test(before) && (!JOINED.test(after) || (mark === '"' && /[.,!?…]/.test(before)));
}

function startsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && text[before] !== "\n" && /\s/.test(text.charAt(before))) before -= 1;
  return before < 0 || text[before] === "\n";
}

function endsLine(text: string, at: number): boolean {
  let after = at + 1;
  while (after < text.length && text[after] !== "\n" && /[\s.,;!?)]/.test(text.charAt(after))) after += 1;
  return after >= text.length || text[after] === "\n";
}
