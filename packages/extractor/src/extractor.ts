import type { Brief, BriefSession, Optimizer, Proposal } from "@lifelong/core";
import { chinese } from "./chinese/chinese.ts";
import type { Claim } from "./claim.ts";
import { claimsIn, type Screened, screenMessage } from "./claims.ts";
import { english } from "./english/english.ts";
import type { Language, Reader } from "./language.ts";
import { operationsFor } from "./proposal.ts";
import { teachingMessages } from "./setting.ts";

/** Nobody says more about themself in one conversation; what does is a document, and is read no further than this. */
const SENTENCES_OF_A_SESSION = 2000;

const LANGUAGES: readonly Language[] = [english, chinese];
const SETTINGS = LANGUAGES.map(({ setting }) => setting);

/**
 * The built-in optimizer: proposes what the user plainly says about themself, in English or Chinese, with the sentence
 * as evidence.
 *
 * Needs no model and no key, and takes milliseconds. What it reads a language with is loaded when the first sentence in
 * that language is worth reading. The same brief gives the same proposal. Precision comes before recall: hypotheticals,
 * plays, questions, other people's words and texts to work on teach nothing.
 */
export function createExtractor(): Optimizer {
  const loading = new Map<Language, Promise<Reader>>();
  const readerOf = (language: Language): Promise<Reader> => {
    const reader = loading.get(language) ?? language.load();
    loading.set(language, reader);
    return reader;
  };
  return {
    name: "extractor@1",
    async propose(brief: Brief, options?: { signal?: AbortSignal }): Promise<Proposal> {
      const screened = brief.sessions.flatMap(screenSession);
      const claims: Claim[] = [];
      for (const message of screened) {
        options?.signal?.throwIfAborted();
        claims.push(...(await claimsIn(message, readerOf)));
      }
      options?.signal?.throwIfAborted();
      return { operations: operationsFor(brief, claims) };
    },
  };
}

function screenSession(session: BriefSession): readonly Screened[] {
  let left = SENTENCES_OF_A_SESSION;
  return teachingMessages(session.messages, SETTINGS).flatMap((teaching) => {
    if (left === 0) return [];
    const screened = screenMessage(session.id, teaching, LANGUAGES, left);
    left -= screened.candidates.length;
    return screened.candidates.length === 0 ? [] : [screened];
  });
}
