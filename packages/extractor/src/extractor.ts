import type { Brief, BriefSession, Optimizer, Proposal } from "@lifelong/core";
import { claimsIn, type Screened, screenMessage } from "./claims.ts";
import { type Language, loadLanguage } from "./language.ts";
import { operationsFor } from "./proposal.ts";
import { teachingMessages } from "./setting.ts";

/** Nobody says more about themself in one conversation; what does is a document, and is read no further than this. */
const SENTENCES_OF_A_SESSION = 2000;

/**
 * The built-in optimizer: proposes what the user plainly says about themself, in English, with the sentence as evidence.
 *
 * Needs no model and no key, and takes milliseconds. The language model that it reads sentences with is loaded when the
 * first sentence is worth reading. The same brief gives the same proposal. Precision comes before recall: hypotheticals,
 * plays, questions, other people's words and texts to work on teach nothing.
 */
export function createExtractor(): Optimizer {
  let loading: Promise<Language> | undefined;
  return {
    name: "extractor@1",
    async propose(brief: Brief, options?: { signal?: AbortSignal }): Promise<Proposal> {
      const screened = brief.sessions.flatMap(screenSession);
      options?.signal?.throwIfAborted();
      if (screened.length === 0) return { operations: [] };
      loading ??= loadLanguage();
      const language = await loading;
      const claims = screened.flatMap((message) => {
        options?.signal?.throwIfAborted();
        return claimsIn(message, language);
      });
      return { operations: operationsFor(brief, claims) };
    },
  };
}

function screenSession(session: BriefSession): readonly Screened[] {
  let left = SENTENCES_OF_A_SESSION;
  return teachingMessages(session.messages).flatMap((message) => {
    if (left === 0) return [];
    const screened = screenMessage(session.id, message, left);
    left -= screened.stretches.length;
    return screened.stretches.length === 0 ? [] : [screened];
  });
}
