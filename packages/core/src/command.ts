import type { Content } from "./persona.ts";

/** Special categories of personal data (GDPR, article 9) that are learned only after recorded consent. */
export const CATEGORIES = ["health", "religion", "politics", "sexuality"] as const;
export type Category = (typeof CATEGORIES)[number];

/** What the user does by hand. Needs no evidence; only type and cap are checked. */
export type Command =
  /** A single-valued field takes the content; a set takes it as one more item. */
  | { readonly kind: "set"; readonly field: string; readonly content: Content }
  /** Absent content: everything that the field holds. Closes what it removes. */
  | { readonly kind: "remove"; readonly field: string; readonly content?: Content }
  | { readonly kind: "lock" | "unlock"; readonly field: string }
  | { readonly kind: "pause" | "resume" }
  | { readonly kind: "consent"; readonly category: Category; readonly given: boolean }
  /** Reverses one revision, by default the newest that changed anything. */
  | { readonly kind: "undo"; readonly revision?: number }
  /**
   * Reverses every revision after that one, the newest first. What the user entered by hand since stays, unless `edits`
   * is true; an undo is no entry, so it is reversed too. What is forgotten stays forgotten.
   */
  | { readonly kind: "undo"; readonly since: number; readonly edits?: boolean };
