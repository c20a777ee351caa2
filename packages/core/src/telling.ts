import { foldText } from "./fold-text.ts";
import type { Forgotten } from "./forgetting.ts";
import type { History } from "./history.ts";
import type { Content, Evidence } from "./persona.ts";
import type { Forget } from "./personalizer.ts";
import { holdsPhrase } from "./phrase.ts";

/** Shorter words stand in too many messages that tell something else; the value's quotes still find its own. */
const SHORTEST_PHRASE = 3;
const SHORTEST_CJK_PHRASE = 2;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What tells a value: by its content or a quote for it, and by the messages that its evidence names. */
export interface Tells extends Pick<Forgotten, "takesValue" | "mentions"> {
  isTold(sessionId: string, messageIndex: number, text: string): boolean;
}

/**
 * What tells a value that shall be forgotten: its content, in whatever field or text it stands, and every quote that
 * ever supported it.
 *
 * @param phrases - what tells it by an earlier look at the history; grows by what this look finds
 */
export function tellsOf(what: Extract<Forget, { kind: "value" }>, history: History, phrases: Set<string>): Tells {
  const folded = what.content === undefined ? undefined : foldText(String(what.content));
  const takesValue = (field: string, content: Content) =>
    field === what.field && (folded === undefined || foldText(String(content)) === folded);

  const places = new Set<string>();
  for (const { content, quotes } of everHeld(history, what.field)) {
    if (!takesValue(what.field, content)) continue;
    if (typeof content === "string") phrases.add(foldText(content));
    for (const { quote, sessionId, messageIndex } of quotes) {
      phrases.add(foldText(quote));
      places.add(JSON.stringify([sessionId, messageIndex]));
    }
  }
  const telling = [...phrases].filter(isTelling);
  const mentions = (text: string) => {
    const foldedText = foldText(text);
    return telling.some((phrase) => holdsPhrase(foldedText, phrase));
  };
  return {
    takesValue,
    mentions,
    isTold: (sessionId, messageIndex, text) => places.has(JSON.stringify([sessionId, messageIndex])) || mentions(text),
  };
}

/** Every content that the field held or was offered, with the quotes for it. */
function* everHeld(
  { base, revisions }: History,
  field: string,
): Generator<{ readonly content: Content; readonly quotes: readonly Evidence[] }> {
  const held = base?.fields[field];
  yield* held?.values ?? [];
  for (const { content } of held?.closedValues ?? []) yield { content, quotes: [] };
  for (const { changes, refusals } of revisions) {
    for (const change of changes) {
      if (!("field" in change) || change.field !== field) continue;
      if (change.kind === "set" || change.kind === "add") {
        yield { content: change.value.content, quotes: change.evidence };
      }
      if (change.kind === "restore") yield change.value;
    }
    for (const refusal of refusals) {
      if (refusal.field !== field || refusal.content === undefined) continue;
      yield { content: refusal.content, quotes: refusal.evidence ?? [] };
    }
  }
}

function isTelling(phrase: string): boolean {
  return phrase.length >= (CJK.test(phrase) ? SHORTEST_CJK_PHRASE : SHORTEST_PHRASE);
}
