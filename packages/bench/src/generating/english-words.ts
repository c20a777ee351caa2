import { stemmer } from "stemmer";
import model from "wink-eng-lite-web-model";
import winkNLP, { type ItemSentence, type ItemToken } from "wink-nlp";
import type { Token } from "./words.ts";

// Once for the process, by this module alone: each further call makes the shared model larger, the 21st too large.
const nlp = winkNLP(model, ["sbd"]);

export function readEnglish(text: string): readonly Token[] {
  const tokens: Token[] = [];
  nlp
    .readDoc(text)
    .sentences()
    .each((sentence: ItemSentence) => {
      sentence.tokens().each((token: ItemToken, place: number) => {
        const type = token.out(nlp.its.type);
        if (type !== "word" && type !== "number") return;
        const word = token.out();
        const isCommon = token.out(nlp.its.stopWordFlag) === true;
        const isName = place > 0 && !isCommon && /^\p{Lu}/u.test(word);
        tokens.push({ text: word, stem: stemmer(word.toLowerCase()), isCommon, isName });
      });
    });
  return tokens;
}
