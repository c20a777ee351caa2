import type { ItemSentence, ItsHelpers, WinkMethods } from "wink-nlp";
import type { Reader, Statement } from "../language.ts";
import type { Stretch } from "../stretch.ts";
import { isDoubtful } from "./doubt.ts";
import { type Finding, findingsIn } from "./rule.ts";
import { RULES } from "./rules/all.ts";
import { plainText, type Sentence, say, type Word } from "./sentence.ts";

/**
 * Loads the language model, about 150 milliseconds and 40 MB, once in a process: wink-nlp lets its model grow with every
 * instance, until it can grow no more. Nothing is loaded by importing this file.
 */
export function loadReader(): Promise<Reader> {
  loading ??= load();
  return loading;
}

let loading: Promise<Reader> | undefined;

async function load(): Promise<Reader> {
  const [{ default: winkNLP }, { default: model }] = await Promise.all([
    import("wink-nlp"),
    import("wink-eng-lite-web-model"),
  ]);
  const nlp = winkNLP(model, ["sbd", "pos"]);
  return (own, { start, end }) =>
    readSentences(nlp, own.slice(start, end), start).flatMap((sentence) =>
      findingsIn(sentence, RULES)
        .filter((finding) => !isDoubtful(sentence, finding))
        .map((finding) => statementOf(sentence, finding)),
    );
}

function statementOf({ words, at }: Sentence, { rule, start, end, span }: Finding): Statement {
  const inside = [...at].filter(([offset]) => offset >= start && offset < end).map(([, index]) => index);
  const whole = stretchOf(words, 0, words.length - 1);
  const first = Math.min(inside.at(0) ?? 0, span?.first ?? Number.POSITIVE_INFINITY);
  const last = Math.max(inside.at(-1) ?? 0, span?.last ?? 0);
  return {
    field: rule.field,
    effect: rule.effect,
    ...(span === undefined ? {} : { words: stretchOf(words, span.first, span.last) }),
    ...(span !== undefined || rule.content === undefined ? {} : { content: rule.content }),
    core: stretchOf(words, first, last, whole),
    sentence: whole,
  };
}

function stretchOf(words: readonly Word[], first: number, last: number, otherwise = { start: 0, end: 0 }): Stretch {
  return { start: words[first]?.start ?? otherwise.start, end: words[last]?.end ?? otherwise.end };
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
