import { compareQuotes } from "./apply.ts";
import { statedAt } from "./basis.ts";
import { holdsCredential } from "./credential.ts";
import { type EvidenceFault, type Found, keptQuote, type Lookup } from "./evidence.ts";
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
    else witnesses.push({ found, stated: statedAt(found, field, content) });
  }
  if (witnesses.length === 0) return faults.find((fault) => fault !== "not-in-session") ?? faults[0] ?? "no-evidence";
  const secretless = witnesses.filter(({ found, stated }) => !holdsCredential(keptQuote(found, stated).quote));
  if (secretless.length === 0) return "credential";
  if (field.about === "others") return secretless;
  if (typeof content === "string" && namesOther(content)) return "other-person";
  const own = secretless.filter(({ found, stated }) => !isAboutOther(found, stated));
  return own.length === 0 ? "other-person" : own;
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
