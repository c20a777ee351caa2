/** A word or a number of a text. */
export interface Token {
  readonly text: string;
  /** The same for all forms of a word. */
  readonly stem: string;
  /** A word that every text has. */
  readonly isCommon: boolean;
  /** Written like a name: with a capital, and not because a sentence begins. */
  readonly isName: boolean;
}
export type WordReader = (text: string) => readonly Token[];

/** Loads what cuts a language into words. */
export async function loadWordReader(language: "en" | "zh"): Promise<WordReader> {
  if (language === "zh") return (await import("./chinese-words.ts")).readChinese;
  return (await import("./english-words.ts")).readEnglish;
}
