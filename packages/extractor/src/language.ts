import type { ItemSentence, ItsHelpers, WinkMethods } from "wink-nlp";
import { plainText, type Sentence, say, type Word } from "./sentence.ts";

/** Reads English: sentence boundaries, words, parts of speech. */
export interface Language {
  /** @param start - offset of the stretch in its message, so that words carry offsets of the message */
  read(stretch: string, start: number): readonly Sentence[];
}

/**
 * Loads the language model, about 150 milliseconds and 40 MB, once in a process: wink-nlp lets its model grow with every
 * instance, until it can grow no more. Nothing is loaded by importing this file.
 */
export function loadLanguage(): Promise<Language> {
  loading ??= load();
  return loading;
}

let loading: Promise<Language> | undefined;

async function load(): Promise<Language> {
  const [{ default: winkNLP }, { default: model }] = await Promise.all([
    import("wink-nlp"),
    import("wink-eng-lite-web-model"),
  ]);
  const nlp = winkNLP(model, ["sbd", "pos"]);
  return { read: (stretch, start) => readSentences(nlp, stretch, start) };
}

function readSentences(nlp: WinkMethods, stretch: string, start: number): Sentence[] {
  // The model knows clitics by straight apostrophes and words by spaces; the replacements keep every offset.
  const straight = stretch.replace(/[‘’ʼ`´]/g, "'").replace(/\s/g, " ");
  const sentences: Sentence[] = [];
  let cursor = 0;
  nlp
    .readDoc(straight)
    .sentences()
    .each((sentence: ItemSentence) => {
      const tokens = sentence.tokens();
      const texts = tokens.out(nlp.its.value as ItsHelpers["value"]) as string[];
      const tags = tokens.out(nlp.its.pos as ItsHelpers["pos"]) as string[];
      const words: Word[] = [];
      for (const [index, text] of texts.entries()) {
        const found = straight.indexOf(text, cursor);
        if (found < 0) continue;
        cursor = found + text.length;
        words.push({
          text: stretch.slice(found, cursor),
          plain: plainText(text),
          pos: tags[index] ?? "X",
          start: start + found,
          end: start + cursor,
        });
      }
      sentences.push({ words, ...say(words.map((word) => word.plain)) });
    });
  return sentences;
}
