import { type FoldedText, foldText, foldWithOrigins } from "./fold-text.ts";
import type { BriefMessage, BriefSession } from "./optimizer.ts";
import { ownWords } from "./own-words.ts";
import type { Evidence, Quote } from "./persona.ts";
import { findPhrase } from "./phrase.ts";
import type { RefusalCode } from "./revision.ts";
import type { Span } from "./span.ts";
import { countWords } from "./word-count.ts";

/** A shorter quote stands in too many messages to prove anything: two words, or four letters of Chinese. */
const FEWEST_WORDS = 2;
/** Most characters of a quote that are kept. */
export const QUOTE_LENGTH = 300;
/** A longer quote is looked up by its beginning. */
const LONGEST_QUOTE = 2000;
/** How far a cut quote reaches back from the words that matter in it. */
export const QUOTE_LEAD = 100;
/** A phrase that stands more often than this in one message is looked up no further. */
const OCCURRENCES = 32;

/** Marks by which a quote leaves something out. */
const ELLIPSIS = /(?:[[(（【] ?)?(?:…|\.{3,}|。{3,})+(?: ?[\])）】])?/;
const EDGES = /^[\s"'“”‘’「」『』.,;:!?。，、；：！？]+|[\s"'“”‘’「」『』.,;:!?。，、；：！？]+$/g;

/** A quote that was found: where it stands, in whose words. */
export interface Found {
  readonly session: BriefSession;
  readonly message: BriefMessage;
  /** The message at equal length, with what is not the user's own blanked. */
  readonly own: string;
  /** What the quote covers of the user's own words in the message, in order. */
  readonly spans: readonly Span[];
}

/** Why a quote proves nothing. */
export type EvidenceFault = Extract<RefusalCode, "not-in-session" | "not-the-users-words" | "quote-too-short">;

/** Looks a piece of evidence up in the sessions of a brief. Says where it stands in the user's own words, or why it does not count. */
export type Lookup = (evidence: Evidence) => Found | EvidenceFault;

export function createLookup(sessions: readonly BriefSession[]): Lookup {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const read = remember((message: BriefMessage) => ({
    folded: foldWithOrigins(message.text),
    own: ownWords(message.text),
  }));
  const fold = remember(({ text }: BriefMessage) => foldText(text));

  return ({ sessionId, messageIndex, quote }) => {
    const session = byId.get(sessionId);
    if (!session) return "not-in-session";
    const readings = partings(quote);
    const said = session.messages
      .filter(({ role, text }) => role === "user" && text !== "")
      // The quote counts for more than the number beside it, which models get wrong.
      .toSorted((one, other) => Number(other.index === messageIndex) - Number(one.index === messageIndex));
    let fault: EvidenceFault = "not-in-session";
    for (const message of said) {
      const { folded, own } = read(message);
      const found = lookIn(message.text, folded, own, readings);
      if (typeof found === "object") return { session, message, own, spans: found };
      if (found === "not-the-users-words" || fault === "not-in-session") fault = found ?? fault;
    }
    if (fault !== "not-in-session") return fault;
    const saidByOther = session.messages.some(
      (message) => message.role !== "user" && readings.some((parts) => holdsParts(fold(message), parts)),
    );
    return saidByOther ? "not-the-users-words" : "not-in-session";
  };
}

/** Where a message holds the quote in the user's own words; a fault when it holds it otherwise, undefined when not at all. */
function lookIn(
  text: string,
  folded: FoldedText,
  own: string,
  readings: readonly (readonly string[])[],
): readonly Span[] | EvidenceFault | undefined {
  let fault: EvidenceFault | undefined;
  for (const parts of readings) {
    const whole = parts.length === 1 && parts[0] === folded.text;
    if (!whole && !parts.some((part) => countWords(part) >= FEWEST_WORDS)) {
      if (holdsParts(folded.text, parts)) fault ??= "quote-too-short";
      continue;
    }
    for (const places of occurrences(folded.text, parts)) {
      const spans = places.flatMap((place) => ownSpans(text, own, originOf(folded, place)));
      const words = Math.max(0, ...spans.map(({ start, end }) => countWords(own.slice(start, end))));
      if (words >= FEWEST_WORDS || (whole && words > 0 && own === text)) return spans;
      fault = "not-the-users-words";
    }
  }
  return fault;
}

/** What is the user's own of a stretch. */
function ownSpans(text: string, own: string, { start, end }: Span): readonly Span[] {
  const spans: Span[] = [];
  let from = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && own[at] === text[at]) continue;
    if (/[\p{L}\p{N}]/u.test(own.slice(from, at))) spans.push({ start: from, end: at });
    from = at + 1;
  }
  return spans;
}

function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return (key) => {
    const result = known.get(key) ?? compute(key);
    known.set(key, result);
    return result;
  };
}

/** The folded quote as it stands, and the parts that it leaves something out between. */
function partings(quote: string): readonly (readonly string[])[] {
  const wanted = beginning(quote).replace(/\s+/g, " ");
  const whole = foldText(wanted);
  const parts = wanted
    .split(ELLIPSIS)
    .map((part) => foldText(part.replace(EDGES, "")))
    .filter((part) => part !== "");
  return [whole === "" ? [] : [whole], parts].filter((parting) => parting.length > 0);
}

/** A long quote up to a space, so that no word is cut in two. */
function beginning(quote: string): string {
  if (quote.length <= LONGEST_QUOTE) return quote;
  const cut = quote.slice(0, LONGEST_QUOTE);
  const space = cut.search(/\s\S*$/);
  return space > LONGEST_QUOTE / 2 ? cut.slice(0, space) : cut;
}

/** Where all parts stand in order. */
function* occurrences(text: string, [first = "", ...others]: readonly string[]): Generator<readonly Span[]> {
  let count = 0;
  for (const start of findPhrase(text, first)) {
    const places = [start];
    for (const part of others) {
      const next = findPhrase(text, part, places.at(-1)?.end ?? 0).next();
      if (next.done) return;
      places.push(next.value);
    }
    yield places;
    count += 1;
    if (count === OCCURRENCES) return;
  }
}

function holdsParts(text: string, parts: readonly string[]): boolean {
  return occurrences(text, parts).next().done === false;
}

/** The stretch of the original that a stretch of the folded text stands for. */
export function originOf({ starts, ends }: FoldedText, { start, end }: Span): Span {
  return { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 };
}

/**
 * The quote as it is kept: verbatim from the message, at most 300 characters.
 *
 * @param focus - the stretch of the message that the kept quote must show when it cannot show everything
 */
export function keptQuote(found: Found, focus: Span | undefined): Quote {
  const { session, message } = found;
  return {
    sessionId: session.id,
    messageIndex: message.index,
    quote: cut(found, focus),
    startedAt: session.startedAt,
    sequence: message.sequence,
    source: session.source,
  };
}

/** One stretch, so that it can be found again: everything where that is short and all the user's own, else the part that tells most. */
function cut({ message: { text }, own, spans }: Found, focus: Span | undefined): string {
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last) return "";
  const full = text.slice(first.start, last.end);
  if (full.length <= QUOTE_LENGTH && full === own.slice(first.start, last.end)) return full;
  const longest = spans.toSorted((one, other) => other.end - other.start - (one.end - one.start))[0] ?? first;
  const shown = spans.find(({ start, end }) => focus && focus.start >= start && focus.end <= end) ?? longest;
  const reach = Math.max(shown.start, Math.min((focus?.start ?? shown.start) - QUOTE_LEAD, shown.end - QUOTE_LENGTH));
  const start = isLowSurrogate(text, reach) ? reach + 1 : reach;
  const end = Math.min(shown.end, start + QUOTE_LENGTH);
  return text.slice(start, isLowSurrogate(text, end) ? end - 1 : end).trim();
}

function isLowSurrogate(text: string, at: number): boolean {
  return at > 0 && /^[\uDC00-\uDFFF]/.test(text.charAt(at)) && /^[\uD800-\uDBFF]/.test(text.charAt(at - 1));
}
