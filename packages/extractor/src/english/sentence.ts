/** Part of speech as the language model names it (universal tags). */
export type PartOfSpeech = string;

/** One token of a sentence: a word, a clitic such as `'m`, or a punctuation mark. */
export interface Word {
  /** As written. */
  readonly text: string;
  /** Lower case, straight apostrophes. */
  readonly plain: string;
  readonly pos: PartOfSpeech;
  /** Offsets in the message, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/**
 * A sentence twice: as words, and as plain English that rules are written against. In `said` every token stands between
 * single spaces, lower case; short forms are written out (`i'm` is `i am`, `n't` is `not`) and fillers are left out, so
 * that `I'm actually really into jazz` reads ` i am into jazz `.
 */
export interface Sentence {
  readonly words: readonly Word[];
  readonly said: string;
  /** For each character of `said` that begins a word: the index of that word. */
  readonly at: ReadonlyMap<number, number>;
}

const WRITTEN_OUT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "i'm": "i am",
    im: "i am",
    iam: "i am",
    "'m": "am",
    "i've": "i have",
    ive: "i have",
    "'ve": "have",
    "we're": "we are",
    "'re": "are",
    "i'd": "i would",
    "'d": "would",
    "i'll": "i will",
    "'ll": "will",
    "n't": "not",
    nt: "not",
    ca: "can",
    wo: "will",
    cannot: "can not",
    dont: "do not",
    "don't": "do not",
    doesnt: "does not",
    "doesn't": "does not",
    didnt: "did not",
    "didn't": "did not",
    havent: "have not",
    hasnt: "has not",
    arent: "are not",
    wasnt: "was not",
    "i'am": "i am",
    cant: "can not",
    "can't": "can not",
    isnt: "is not",
    "isn't": "is not",
    "aren't": "are not",
    "wasn't": "was not",
    "won't": "will not",
    wont: "will not",
    anymore: "any more",
    favourite: "favorite",
    favourites: "favorites",
    fav: "favorite",
    fave: "favorite",
    luv: "love",
    "name's": "name 's",
    names: "name 's",
    whats: "what 's",
    "let's": "let us",
    lets: "let us",
    u: "you",
    ur: "your",
    pls: "please",
    plz: "please",
    "&": "and",
  }),
);

const FILLERS: ReadonlySet<string> = new Set(
  (
    "really actually currently just also still honestly definitely absolutely totally basically personally truly simply " +
    "generally mostly mainly primarily very quite too now already recently lately presently originally obviously " +
    "literally particularly especially extremely super certainly anyway btw well deeply"
  ).split(" "),
);

/** One token in the wording of rules; empty for a filler. */
function sayWord(plain: string, before: string | undefined, next: string | undefined): string {
  if (FILLERS.has(plain) && !(plain === "now" && before === "from")) return "";
  // `ca` and `wo` are halves of `can't` and `won't` only before their other half.
  if ((plain === "ca" || plain === "wo") && next !== "n't") return plain;
  if (plain === "m" && before === "i") return "am";
  if (plain === "names" && next !== undefined && !/^[a-z]/.test(next)) return plain;
  return WRITTEN_OUT.get(plain) ?? plain;
}

/** The wording of rules for a list of plain tokens, and where each token begins in it. */
export function say(plain: readonly string[]): { said: string; at: Map<number, number> } {
  let said = " ";
  const at = new Map<number, number>();
  for (const [index, token] of plain.entries()) {
    const wording = sayWord(token, plain[index - 1], plain[index + 1]);
    if (wording === "") continue;
    at.set(said.length, index);
    said += `${wording} `;
  }
  return { said, at };
}

/** Lower case with straight apostrophes, at equal length wherever Unicode allows. */
export function plainText(text: string): string {
  return text.toLowerCase().replace(/[‘’ʼ`´]/g, "'");
}
