import type { Word } from "../sentence.ts";
import { endOfGerund, isLinked } from "./gerund.ts";
import { endOfNouns } from "./noun-phrase.ts";
import type { Cut, Span } from "./span.ts";
import { closes, EMPTY, isCapital, isGerund, isNoun, mayEndBefore, POINTING, words } from "./word-kind.ts";

/** Items beyond this many are a list of something else. */
const ITEMS = 12;

const ARTICLES = words("a an some");
const JOINS = words("and or & / plus , but");

function skipArticle(list: readonly Word[], from: number): number {
  return ARTICLES.has(list[from]?.plain ?? "") ? from + 1 : from;
}

/** "The Cure": a title that brings its article. */
function titled(list: readonly Word[], from: number): Span | undefined {
  const last = endOfNouns(list, from + 1);
  return last < 0 ? undefined : { first: from, last };
}

function spanOfThing(list: readonly Word[], start: number): Span | undefined {
  let from = skipArticle(list, start);
  // "the Beatles" is a name, "the idea" points at something.
  if (list[from]?.plain === "the" && isCapital(list[from + 1])) {
    if (isCapital(list[from])) return titled(list, from);
    if (list[from + 1]?.pos === "PROPN") from += 1;
  }
  const head = list[from];
  if (head === undefined || POINTING.has(head.plain)) return undefined;
  const gerund = endOfGerund(list, from);
  const last = gerund >= 0 || isLinked(list, from) ? gerund : endOfNouns(list, from);
  if (isGerund(head) && last === from && POINTING.has(list[from + 1]?.plain ?? "") && list[from + 1]?.pos === "PRON")
    return undefined;
  if (last < from) return undefined;
  const tail = list[last];
  if (tail === undefined || EMPTY.has(tail.plain) || (EMPTY.has(head.plain) && last > from && head.pos === "NOUN"))
    return undefined;
  if (tail.text.length < 2 && !/\p{N}|\p{Script=Han}/u.test(tail.text)) return undefined;
  return { first: from, last };
}

/** One thing: a noun phrase, or a deed in -ing. Without its article. */
export const thing: Cut = (list, from) => {
  const span = spanOfThing(list, from);
  return span === undefined ? [] : [span];
};

/** A list of things: "hiking, cooking and old films". Ends where something else than a thing begins. */
export const things: Cut = (list, from) => {
  const found: Span[] = [];
  let index = behindSuchAs(list, from);
  while (found.length < ITEMS) {
    if (found.length > 0 && opensRequest(list, index)) break;
    const noun = spanOfThing(list, index);
    const span = noun === undefined ? sportBehindIs(list, index) : withSport(list, noun);
    if (span === undefined) break;
    found.push(span);
    index = span.last + 1;
    if (!JOINS.has(list[index]?.plain ?? "")) break;
    while (JOINS.has(list[index]?.plain ?? "") || /^(?:also|etc|even)$/.test(list[index]?.plain ?? "")) index += 1;
  }
  return found;
};

const REQUESTS = words(
  "give tell recommend suggest explain please remember keep make use find help write speak remind create add ask let " +
    "describe send avoid answer reply respond",
);

/** "I hate small talk, call me Max": behind the list a request begins, which is no item of it. */
function opensRequest(list: readonly Word[], from: number): boolean {
  const verb = list[from];
  const next = list[from + 1];
  if (verb === undefined || isCapital(verb)) return false;
  if (REQUESTS.has(verb.plain)) return next?.plain !== "-" && !mayEndItem(next);
  if (/^(?:me|us|him|her|it|them|your)$/.test(next?.plain ?? "")) return true;
  return /^(?:to|with|for|about)$/.test(next?.plain ?? "") && /^(?:me|us)$/.test(list[from + 2]?.plain ?? "");
}

/**
 * "trail running": a noun grows by the deed in -ing behind it, which the model takes for a verb. Where more follows
 * ("kids running around"), neither part alone is what was meant.
 */
function withSport(list: readonly Word[], span: Span): Span | undefined {
  const deed = list[span.last + 1];
  if (!isNoun(list[span.last]) || isGerund(list[span.last]) || !isGerund(deed) || deed?.pos !== "VERB") return span;
  if (POINTING.has(deed.plain)) return span;
  return mayEndItem(list[span.last + 2]) ? { first: span.first, last: span.last + 1 } : undefined;
}

/** In "my hobby is rock climbing" the model takes both words for verbs. */
function sportBehindIs(list: readonly Word[], from: number): Span | undefined {
  const [before, noun, deed] = list.slice(from - 1, from + 2);
  if (noun?.pos !== "VERB" || POINTING.has(noun.plain) || !isGerund(deed) || deed?.pos !== "VERB") return undefined;
  if (!/^(?:is|are|include|includes)$/.test(before?.plain ?? "") || !mayEndItem(list[from + 2])) return undefined;
  return { first: from, last: from + 1 };
}

const mayEndItem = (word: Word | undefined): boolean =>
  closes(word) ||
  /^(?:and|or|but|because|cause|so|since|too|also|though|when|while|as|for|on|in|at|with|every|anymore|any|more|most|than|over)$/.test(
    word?.plain ?? "",
  );

/** "activities such as yoga" is yoga: a list of examples says more than the word for all of them. */
function behindSuchAs(list: readonly Word[], from: number): number {
  for (let index = from + 1; index < from + 4; index += 1) {
    if (list[index]?.plain === "such" && list[index + 1]?.plain === "as") return index + 2;
    if (!/^(?:NOUN|ADJ)$/.test(list[index]?.pos ?? "")) break;
  }
  return from;
}

/** What one likes to do, or a list of things: "to cook Thai food", "cooking and films". */
export const pleasures: Cut = (list, from) => {
  if (list[from]?.plain !== "to") return things(list, from);
  const verb = list[from + 1];
  if (verb === undefined || !/^(?:VERB|NOUN)$/.test(verb.pos) || IDLE_VERBS.has(verb.plain)) return [];
  if (mayEndBefore(list[from + 2]) && !/^(?:to|with|for|in|about|on|up|out|my)$/.test(list[from + 2]?.plain ?? "")) {
    return POINTING.has(list[from + 2]?.plain ?? "") ? [] : [{ first: from, last: from + 1 }];
  }
  let index = from + 2;
  if (/^(?:the|my|a|an|to|with|about)$/.test(list[index]?.plain ?? "")) index += 1;
  const last = endOfNouns(list, index);
  return last < 0 ? [] : [{ first: from, last }];
};

const IDLE_VERBS = words(
  "be have know think see say hear get ask thank add use start make do tell share give take keep believe imagine call " +
    "go try put let want need point mention understand find set come work feel look explain begin apologize",
);
