import { type BriefMessage, ownWords } from "@lifelong/core";
import type { Claim } from "./claim.ts";
import { isDoubtful } from "./doubt.ts";
import type { Language } from "./language.ts";
import { quoteAround } from "./quote.ts";
import { type Finding, findingsIn } from "./rule.ts";
import { RULES } from "./rules/all.ts";
import { candidates, type Stretch } from "./screen.ts";
import { type Sentence, wordsAsWritten } from "./sentence.ts";
import { ownStretches } from "./setting.ts";

/** A message that may hold claims: its own words, and the sentences that are worth reading. */
export interface Screened {
  readonly sessionId: string;
  readonly message: BriefMessage;
  /** The text with other people's words blanked, at equal length. */
  readonly own: string;
  readonly stretches: readonly Stretch[];
}

/** Finds what is worth reading, at most so many sentences; needs no language model. */
export function screenMessage(sessionId: string, message: BriefMessage, limit: number): Screened {
  const own = ownWords(message.text);
  const stretches = ownStretches(own).flatMap((within) => candidates(own, within, limit));
  return { sessionId, message, own, stretches: stretches.slice(0, limit) };
}

/** Reads the screened sentences and gives what the user plainly says there, in the order of the text. */
export function claimsIn({ sessionId, message, own, stretches }: Screened, language: Language): readonly Claim[] {
  return stretches.flatMap((stretch) =>
    language.read(own.slice(stretch.start, stretch.end), stretch.start).flatMap((sentence) =>
      findingsIn(sentence, RULES)
        .filter((finding) => !isDoubtful(sentence, finding))
        .map((finding): Claim => {
          const content = contentOf(message.text, sentence, finding);
          const quote = quoteOf(message.text, own, sentence, finding);
          return {
            field: finding.rule.field,
            effect: finding.rule.effect,
            ...(content === undefined ? {} : { content }),
            evidence: { sessionId, messageIndex: message.index, quote },
          };
        }),
    ),
  );
}

function contentOf(text: string, sentence: Sentence, { rule, span }: Finding): Claim["content"] {
  return span === undefined ? rule.content : wordsAsWritten(text, sentence.words, span.first, span.last);
}

function quoteOf(text: string, own: string, sentence: Sentence, { start, end, span }: Finding): string {
  const inside = [...sentence.at].filter(([offset]) => offset >= start && offset < end).map(([, index]) => index);
  const first = sentence.words[Math.min(inside.at(0) ?? 0, span?.first ?? Number.POSITIVE_INFINITY)];
  const last = sentence.words[Math.max(inside.at(-1) ?? 0, span?.last ?? 0)];
  const whole = { start: sentence.words[0]?.start ?? 0, end: sentence.words.at(-1)?.end ?? 0 };
  return quoteAround(text, own, whole, { start: first?.start ?? whole.start, end: last?.end ?? whole.end });
}
