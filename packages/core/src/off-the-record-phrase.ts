/** How far a request not to be remembered reaches: its own message, the one before it as well, or everything. */
export type Scope = "message" | "previous" | "conversation";

/** One way of asking, for a sentence in lower case and in simplified Chinese. */
export interface Phrase {
  readonly scope: Scope;
  readonly pattern: RegExp;
  /** True: the same words are said of files as well, so a sentence that names one does not count. */
  readonly alsoOfFiles?: true;
  /** What tells, where it ends right before the phrase, that somebody else says it or that it is asked about. */
  readonly notAfter?: RegExp;
  /** How far it reaches when nothing else stands in the message: "this" then means the one before, "what follows" the rest. */
  readonly alone?: Scope;
}

export function phrase(scope: Scope, pattern: string, marks?: Omit<Phrase, "scope" | "pattern">): Phrase {
  return { scope, pattern: new RegExp(pattern, "u"), ...marks };
}
