import { jsonrepair } from "jsonrepair";

/** Brackets at which JSON could begin but does not, before the rest is no longer searched. */
const MOST_STARTS = 30;
/** How a proposal begins, also one whose JSON is broken. */
const PROPOSAL = /\{\s*["']?(?:operations|proposal)["']?\s*:/y;
/** Where an object, or a list of objects, may begin. */
const START = /\{\s*["'}]|\{\s*(?:operations|proposal)\s*:|\[\s*[{\]]/g;
const TAG = /<proposal>\s*(?:```\w*\s*)?$/;
/** How far back a tag is looked for. */
const TAG_REACH = 40; // characters

/** JSON that was found in an answer. */
export interface AnswerJson {
  readonly value: unknown;
  /** The answer broke off in it: its last entry may not be whole. */
  readonly isCut: boolean;
}

/** A stretch of an answer that is JSON, or should be. */
interface Stretch {
  readonly start: number;
  /** Absent: its brackets are never closed. */
  readonly end?: number;
  /** Absent: it needs repair. */
  readonly value?: unknown;
  readonly isProposal: boolean;
  readonly isTagged: boolean;
}

/**
 * The JSON that an answer may mean, the likeliest first: what stands behind a tag before what does not, the last before
 * what was a draft of it. What stands in a string of it is never taken for JSON, a tag or a fence: users can say
 * anything, and models quote it. Never throws.
 *
 * @param options.isCut - the answer ended at a limit
 */
export function* readAnswerJson(text: string, { isCut }: { isCut: boolean }): Generator<AnswerJson> {
  const whole = parse(text);
  if (whole !== undefined) {
    yield { value: whole, isCut: false };
    return;
  }
  const stretches = [...findStretches(text)];
  const proposals = stretches.filter(({ isProposal }) => isProposal).toReversed();
  const tagged = proposals.filter(({ isTagged }) => isTagged);
  for (const stretch of [...tagged, ...proposals.filter(({ isTagged }) => !isTagged)]) {
    yield* readStretch(text, stretch, isCut);
  }
  if (proposals.length > 0) return;
  for (const { value } of stretches.toReversed()) if (Array.isArray(value)) yield { value, isCut: false };
  const start = firstStart(text);
  if (start !== undefined) yield* readStretch(text, { start, isProposal: false, isTagged: false }, isCut);
}

/** The outermost stretches in their order. A broken proposal is one as well: what of it is valid is not all that it says. */
function* findStretches(text: string): Generator<Stretch> {
  let failed = 0;
  let from = 0;
  while (failed < MOST_STARTS) {
    START.lastIndex = from;
    const start = START.exec(text)?.index;
    if (start === undefined) return;
    PROPOSAL.lastIndex = start;
    const isProposal = PROPOSAL.test(text);
    const isTagged = TAG.test(text.slice(Math.max(0, start - TAG_REACH), start));
    const end = balancedEnd(text, start);
    const value = end === undefined ? undefined : parse(text.slice(start, end));
    if (value === undefined) failed += 1;
    if (value !== undefined || isProposal) yield { start, end, value, isProposal, isTagged };
    from = value !== undefined || isProposal ? (end ?? text.length) : start + 1;
  }
}

/** Where the bracket that opens at the start is closed, strings left aside. */
function balancedEnd(text: string, start: number): number | undefined {
  const signs = /\\[\s\S]|["[\]{}]/g;
  signs.lastIndex = start;
  let depth = 0;
  let isInString = false;
  for (let sign = signs.exec(text); sign; sign = signs.exec(text)) {
    if (sign[0] === '"') isInString = !isInString;
    else if (isInString || sign[0].length > 1) continue;
    else depth += sign[0] === "{" || sign[0] === "[" ? 1 : -1;
    if (depth === 0) return signs.lastIndex;
  }
  return undefined;
}

/** Prose behind broken JSON hinders the repair: so it is tried up to a bracket first, unless the answer broke off in it. */
function* readStretch(text: string, { start, end, value }: Stretch, isCut: boolean): Generator<AnswerJson> {
  if (value !== undefined) {
    yield { value, isCut: false };
    return;
  }
  const rest = text.slice(start);
  const last = Math.max(rest.lastIndexOf("}"), rest.lastIndexOf("]")) + 1;
  const brokeOff = isCut && end === undefined;
  const pieces = brokeOff
    ? [rest]
    : [...(end === undefined ? [] : [text.slice(start, end)]), rest.slice(0, last), rest];
  for (const piece of new Set(pieces)) {
    const mended = mend(piece);
    if (mended !== undefined) yield { value: mended, isCut: brokeOff };
  }
}

/** Where broken JSON that is no proposal should begin: an operation, behind the tag, in the fence, or the first bracket. */
function firstStart(text: string): number | undefined {
  const starts = [
    /(?:\[\s*)?\{\s*["']?kind["']?\s*:/,
    /(?<=<proposal>\s*(?:```\w*\s*)?)[[{]/,
    /(?<=```(?:json)?\s*)[[{]/i,
    /[[{]/,
  ];
  return starts.map((pattern) => text.search(pattern)).find((at) => at >= 0);
}

function mend(text: string): unknown {
  try {
    return parse(jsonrepair(text));
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
