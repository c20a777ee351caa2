import type { Setting } from "../results/result.ts";

/** The settings by the names of the paper. */
export const SETTING_NAMES: Readonly<Record<Setting, string>> = {
  none: "No Persona",
  golden: "Golden Persona",
  rag: "Conversations RAG",
  history: "Whole history",
  learned: "Learning",
};

/** What the assistant knows in each, as a reader wants to know it. */
export const SETTING_MEANINGS: Readonly<Record<Setting, string>> = {
  none: "The assistant knows nothing of the user.",
  golden: "The assistant is given everything that is true of the user: what the paper takes for the ceiling.",
  rag: "The assistant is given the earlier messages that are most like the request.",
  history: "The assistant is given the earlier conversations as they were.",
  learned:
    "The assistant is given the persona learned from the earlier conversations; k is how many lie between two deep passes.",
};
