import { type BriefMessage, type Content, ownWords } from "@lifelong/core";
import type { Claim } from "./claim.ts";
import type { Language, Reader, Statement } from "./language.ts";
import { quoteAround } from "./quote.ts";
import { ownStretches, type TeachingMessage } from "./setting.ts";
import type { Stretch } from "./stretch.ts";

/** A message that may hold claims: its own words, and the sentences that are worth reading. */
export interface Screened {
  readonly sessionId: string;
  readonly message: BriefMessage;
  /** The text with other people's words blanked, at equal length. */
  readonly own: string;
  readonly candidates: readonly Candidate[];
}

/** A sentence that is worth reading, in a language. */
interface Candidate {
  readonly language: Language;
  readonly stretch: Stretch;
}

/** Finds what is worth reading, at most so many sentences, in the order of the text; loads nothing. */
export function screenMessage(
  sessionId: string,
  { message, from }: TeachingMessage,
  languages: readonly Language[],
  limit: number,
): Screened {
  const own = ownWords(message.text);
  const settings = languages.map(({ setting }) => setting);
  const candidates = ownStretches(own, from, settings)
    .flatMap((within) =>
      languages.flatMap((language) =>
        language.candidates(own, within, limit).map((stretch): Candidate => ({ language, stretch })),
      ),
    )
    .sort((one, other) => one.stretch.start - other.stretch.start);
  return { sessionId, message, own, candidates: candidates.slice(0, limit) };
}

/** Reads the screened sentences and gives what the user plainly says there, in the order of the text. */
export async function claimsIn(
  { sessionId, message, own, candidates }: Screened,
  readerOf: (language: Language) => Promise<Reader>,
): Promise<readonly Claim[]> {
  const claims: Claim[] = [];
  for (const { language, stretch } of candidates) {
    const read = await readerOf(language);
    for (const statement of read(own, stretch)) {
      const content = contentOf(message.text, statement);
      const quote = quoteAround(message.text, own, statement.sentence, statement.core);
      claims.push({
        field: statement.field,
        effect: statement.effect,
        ...(content === undefined ? {} : { content }),
        evidence: { sessionId, messageIndex: message.index, quote },
      });
    }
  }
  return claims;
}

/** The words as written, white space collapsed. */
function contentOf(text: string, { words, content }: Statement): Content | undefined {
  return words === undefined ? content : text.slice(words.start, words.end).replace(/\s+/g, " ").trim();
}
