import type { Token } from "./words.ts";

/** Words that say nothing of anybody. Single characters are passed over anyway. */
const COMMON: ReadonlySet<string> = new Set(
  "一个 一些 一下 一次 一点 不能 不要 不好 不是 什么 怎么 怎样 如何 可以 可能 合适 喜欢 需要 我们 他们 你们 自己 这个 那个 这些 那些 没有 还有 就是 或者 以及 因为 所以 如果 但是 而且 已经 正在 现在 今天 明天 昨天 周末 早上 上午 中午 下午 晚上 每天 每周 最多 最少 至少 左右 以内 时候 时间 东西 事情 办法 地方 比较 非常 特别 应该 帮我 请问 有点 太多".split(
    " ",
  ),
);
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

export function readChinese(text: string): readonly Token[] {
  return [...segmenter.segment(text)]
    .filter(({ segment, isWordLike }) => isWordLike && (segment.length > 1 || /\d/.test(segment)))
    .map(({ segment }) => ({
      text: segment,
      stem: segment.toLowerCase(),
      isCommon: COMMON.has(segment),
      isName: /^\p{Lu}/u.test(segment),
    }));
}
