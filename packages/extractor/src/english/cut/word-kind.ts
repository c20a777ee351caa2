import type { Word } from "../sentence.ts";

/** A list of words, for rules that are data. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** What begins with one of these points at something said before, or at somebody else's. */
export const POINTING: ReadonlySet<string> = words(
  "the this that these those your his her hers its their theirs our ours my mine it you him them me us we he she they i " +
    "what how when where why who which whether if as so such everything anything something nothing everyone someone " +
    "one ones two both all each every most many much more less another other others same being having there here " +
    "not no never neither either any myself yourself hate love dislike prefer want need use think know am is are was were " +
    "have has had do does did can will would should could may might must go went",
);
/** Empty nouns: liking "things" or "the idea" says nothing without what stands around it. */
export const EMPTY: ReadonlySet<string> = words(
  "thing things stuff idea ideas way ways option options version versions answer answers suggestion suggestions " +
    "lot lots bit kind kinds sort sorts number part parts rest example examples name names title titles sound look " +
    "style tone approach first second third last start result results question questions response responses reply replies explanation explanations message messages " +
    "help information details detail time times fact concept text texts prompt output feeling sense one ones " +
    "today tomorrow yesterday tonight sure ok okay anything doing being seeing hearing having getting knowing " +
    "thinking saying asking talking activity activities it that this u ya",
);

const CLOSERS = words(". , ; : ! ? ( ) [ ] { } … / | \" “ ” ' – — * ~ = >");

export const isNoun = (word: Word | undefined): boolean => word?.pos === "NOUN" || word?.pos === "PROPN";

/** The pronoun, alone or with what clings to it: "I", "I'm". */
export const isI = (word: Word | undefined): boolean => word !== undefined && /^i(?:'|$)/.test(word.plain);

export const isGerund = (word: Word | undefined): boolean =>
  word !== undefined &&
  word.plain.length > 4 &&
  word.plain.endsWith("ing") &&
  /^(?:VERB|NOUN|ADJ|PROPN)$/.test(word.pos);

/** Written with a capital, and not "I". */
export const isCapital = (word: Word | undefined): boolean =>
  word !== undefined && /^\p{Lu}/u.test(word.text) && !isI(word);

export const closes = (word: Word | undefined): boolean => word === undefined || CLOSERS.has(word.plain);

/** True where a value may end: at the end of the sentence, before punctuation, or before a word that opens another part. */
export function mayEndBefore(word: Word | undefined): boolean {
  if (word === undefined || closes(word) || word.pos === "PUNCT" || word.pos === "SYM") return true;
  if (word.plain === "n't" || word.plain === "'s") return false;
  return (
    (isGerund(word) && word.pos === "VERB") ||
    /^(?:CCONJ|SCONJ|ADP|ADV|PRON|PART|X|SPACE|INTJ|DET)$/.test(word.pos) ||
    /^(?:that|who|which|when|while|because|cause|since|for|any|more|like|too|but|and|or|than|after|before|last|next|every|each|such|as)$/.test(
      word.plain,
    )
  );
}
