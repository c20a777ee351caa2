import type { Stretch } from "../stretch.ts";

/** Longer than this without an end of a sentence is no prose. */
const LONGEST_SENTENCE = 500; // characters

/** Common Han characters: enough to tell whether a text is worth looking at, and quick. */
const HAN = /[\u3400-\u9fff]/;

/** Who speaks of themself or says how to be answered, in either script. */
const CUE =
  /[我俺咱叫喊搬戒退升住]|本人|人在|家住|坐标|座標|以[后後]|今[后後]|往[后後]|之[后後]|每次|一律|默认|默認|从现在|從現在|[请請]用|[别別]|不要|不用|老公|老婆|老伴|[爱愛]人|媳[妇婦]|女[儿兒]|[儿兒]子|[养養]|目[标標]|[计計][划劃]|[过過]敏|取消|改[吃用成]|收回|平[时時常]|今年|迷上|[现現]在|如今|目前|家[里裡]|平日|一直|从|從|[岁歲]生日/;

/** Where other people's words are blanked, a sentence ends too. */
const SENTENCE = /(?:(?! {3})[^。！？!?\n])+[。！？!?]*/g;

/** The first sentences in Chinese in which somebody may speak of themself. */
export function candidates(own: string, within: Stretch, limit: number): readonly Stretch[] {
  const text = own.slice(within.start, within.end);
  if (!HAN.test(text)) return [];
  const found: Stretch[] = [];
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    if (found.length === limit) break;
    if (sentence.length > LONGEST_SENTENCE || !CUE.test(sentence) || !HAN.test(sentence)) continue;
    const start = within.start + index;
    found.push({ start, end: start + sentence.length });
  }
  return found;
}
