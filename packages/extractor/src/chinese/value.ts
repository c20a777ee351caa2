import type { Stretch } from "../stretch.ts";
import { segmentsOf } from "./segments.ts";

/** Takes the values out of a stretch of the wording; none when what stands there is no plain value. */
export type Cut = (wording: string, stretch: Stretch) => readonly Stretch[];

/** Points at something said before, at somebody, or opens another part of the sentence. */
const POINTING =
  /[我你您妳她它牠咱俺吗]|(?<!吉)他|这|那(?!不勒|曲|英)|哪(?!吒)|什么|怎么|怎样|谁|某|大家|别人|人家|有人|上面|下面|以下|以上|第[一二三四五六\d]|前者|后者|如何|为什么|多少|几[个种样]|是否|是不是|能不能|的话|的?时候?$|时候|因为|所以|但是|如果|虽然|不过|然后|而且|一下$|一点$|一些$|就[是好行]|应该|可能|觉得|来说|而言|^里面|^其中|越来越/;
/** What is in hand, and no thing of the user's life. */
const ABOUT_THE_WORK =
  /回答|回复|答案|方案|版本?$|标题|写法|说法|建议|意思|感觉|想法|例子|风格$|语气|文案|译文|措辞|开头|结尾|句|段|代码|格式|图片|选项|结果|总结|描述|表达|排版|配色$|思路|东西$|事情?$|样子$|方式$|名字$/;

function isPlain(text: string): boolean {
  return text.trim() !== "" && !POINTING.test(text);
}

/** A stretch without the spaces around it. */
function trimmed(wording: string, { start, end }: Stretch): Stretch {
  const text = wording.slice(start, end);
  return { start: start + (text.length - text.trimStart().length), end: end - (text.length - text.trimEnd().length) };
}

/** The stretch as it stands: where the pattern lets in nothing but what it names. */
export const verbatim: Cut = (wording, stretch) => [trimmed(wording, stretch)];

/** The whole stretch, unless it points at something. */
export const whole: Cut = (wording, stretch) => {
  const span = trimmed(wording, stretch);
  return isPlain(wording.slice(span.start, span.end)) ? [span] : [];
};

/** One thing of a life: not what stands in a text in hand. */
export const thing: Cut = (wording, stretch) =>
  whole(wording, stretch).filter(({ start, end }) => !ABOUT_THE_WORK.test(wording.slice(start, end)));

/** A list of things: "跑步、看书和古典音乐". One that is no plain thing spoils the list. */
export const things: Cut = (wording, stretch) => {
  const spans = itemsOf(wording, stretch);
  const plain = spans.flatMap((span) => thing(wording, span));
  return plain.length === spans.length ? plain : [];
};

const MARK = /^[、/&＆,，+]$/;
const JOINT = /^(?:和|跟|与|及|以及|还有|或者?|又?爱)$/;
/** Behind "和" in these stands whom something is done with, not a second thing. */
const TOGETHER = /^(?:和|跟|与)[^、]{1,6}(?:一起|聊|打|玩|相处|住|说话)/;

function itemsOf(wording: string, { start, end }: Stretch): readonly Stretch[] {
  const text = wording.slice(start, end);
  if (!/[、/&＆，+和跟与及或]|还有|以及/.test(text)) return [{ start, end }];
  const items: Stretch[] = [];
  let from = start;
  const close = (to: number) => {
    if (to > from) items.push(trimmed(wording, { start: from, end: to }));
  };
  for (const segment of segmentsOf(text)) {
    const at = start + segment.start;
    const isJoint = JOINT.test(segment.text) && at > start && !TOGETHER.test(text.slice(segment.start));
    if (!MARK.test(segment.text) && !isJoint) continue;
    close(at);
    from = at + segment.text.length;
  }
  close(end);
  const filled = items.filter((item) => item.end > item.start);
  return sharesItsHead(wording, filled) ? [trimmed(wording, { start, end })] : filled;
}

/** In "法国和意大利的文化" the two have one head, so that the first alone would say something else. */
function sharesItsHead(wording: string, items: readonly Stretch[]): boolean {
  const texts = items.map(({ start, end }) => wording.slice(start, end));
  return texts.length > 1 && /.的.|时.|主题/.test(texts.at(-1) ?? "") && !/的/.test(texts[0] ?? "");
}
