import { compareQuotes } from "./apply.ts";
import { statedAt } from "./basis.ts";
import { holdsCredential } from "./credential.ts";
import { type EvidenceFault, type Found, keptQuote, type Lookup } from "./evidence.ts";
import { foldText } from "./fold-text.ts";
import { isAboutOther, namesOther } from "./other-person.ts";
import type { Content, Evidence, Quote } from "./persona.ts";
import type { RefusalCode } from "./revision.ts";
import type { FieldDefinition } from "./schema.ts";
import type { Span } from "./span.ts";

/** Evidence of one operation beyond this is not looked at; a value keeps five quotes and sixteen sessions. */
const MOST_EVIDENCE = 16;

/** A quote found in the user's own words, and where it states the content, if it does. */
export interface Witness {
  readonly found: Found;
  readonly stated: Span | undefined;
}

/** The evidence that holds; why, when none does: the fault of the first that came closest. */
export function findWitnesses(
  offered: readonly Evidence[],
  { field, content, lookUp }: { field: FieldDefinition; content: Content; lookUp: Lookup },
): readonly Witness[] | RefusalCode {
  if (offered.length === 0) return "no-evidence";
  const faults: EvidenceFault[] = [];
  const witnesses: Witness[] = [];
  for (const evidence of offered.slice(0, MOST_EVIDENCE)) {
    const found = lookUp(evidence);
    if (typeof found === "string") faults.push(found);
    else {
      const stated = statedAt(found, field, content);
      if (stated || !copiesOthers(content, found)) witnesses.push({ found, stated });
      else faults.push("not-the-users-words");
    }
  }
  if (witnesses.length === 0) return faults.find((fault) => fault !== "not-in-session") ?? faults[0] ?? "no-evidence";
  const secretless = witnesses.filter(({ found, stated }) => !holdsCredential(keptQuote(found, stated).quote));
  if (secretless.length === 0) return "credential";
  if (field.about === "others") return secretless;
  if (typeof content === "string" && namesOther(content)) return "other-person";
  const own = secretless.filter(({ found, stated }) => !isAboutOther(found, stated));
  return own.length === 0 ? "other-person" : own;
}

/** So many words in a row are no coincidence; in Chinese each character counts as one. */
const COPIED_WORDS = 4;
const WORD = /\p{Script=Han}|[\p{L}\p{N}'’]+/gu;

/** Whether a content repeats what the message quotes or pastes, rather than concluding from what the user says beside it. */
function copiesOthers(content: Content, { message: { text }, own }: Found): boolean {
  if (typeof content !== "string" || own === text) return false;
  // By code unit, since both texts have the same length in these.
  const rest = Array.from(text.split(""), (unit, at) => (own[at] === unit ? " " : unit)).join("");
  const foreign = ` ${wordsOf(rest).join(" ")} `;
  const words = wordsOf(content);
  return words.some((_, at) => {
    const run = words.slice(at, at + COPIED_WORDS);
    return run.length === COPIED_WORDS && foreign.includes(` ${run.join(" ")} `);
  });
}

function wordsOf(text: string): readonly string[] {
  return foldText(text).match(WORD) ?? [];
}

/** The witnesses' quotes as they are kept, each once. */
export function quotesOf(witnesses: readonly Witness[]): readonly Quote[] {
  const quotes = witnesses.map(({ found, stated }) => keptQuote(found, stated));
  return quotes.filter(
    (quote, index) =>
      quotes.findIndex(
        (other) =>
          other.sessionId === quote.sessionId &&
          other.messageIndex === quote.messageIndex &&
          other.quote === quote.quote,
      ) === index,
  );
}

/** The quote that was said last. */
export function newestOf(quotes: readonly Quote[]): Quote | undefined {
  return quotes.toSorted(compareQuotes).at(-1);
}

/** Whether a program of ours saw the conversation, rather than a host's model typing it. */
export function isWitnessed({ found }: Witness): boolean {
  return found.session.source === "witnessed";
}
