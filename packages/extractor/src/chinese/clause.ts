import type { Stretch } from "../stretch.ts";

/** Of whom a clause speaks by its first words. */
export type Subject = "self" | "we" | "none";

/** A part of a sentence between two marks. */
export interface Clause {
  /** Offsets in the wording, the mark behind it excluded. */
  readonly start: number;
  readonly end: number;
  readonly subject: Subject;
  /** Where a predicate may begin: behind the subject, and behind each word of time or degree after it. */
  readonly starts: readonly number[];
  /** The same behind a time that is over: "last year", which takes what happened and not what was. */
  readonly pastStarts: readonly number[];
}

const CLAUSE = /[^，。！？；：…～—（）\n]+/g;

/** Words before the subject that change nothing about what is said. */
const OPENER =
  /(?:嗯+|哦+|噢|喔|啊|哈+|嗨|欸|诶|唉|哎呀?|好的?|行|那么?|其实|另外|还有|而且|并且|再者|不过|但是?|可是?|然而|只是|就是|因为|由于|毕竟|反正|所以|因此|然后|后来|结果|虽然|尽管|既然|对了|话说|说实话|老实说|坦白说|说真的|说正经的|注意|请?记住|请?记得|别忘了|幸好|好在|可惜|顺便(?:说一?[下句])?|首先|其次|最后|总之|事实上|实际上|你好|您好|补充一?下?|告诉你|跟你[说讲]) ?/y;
const SELF = /(?:我这个?人|我自己|我个人|我[呢啊嘛么]|我(?!们)|俺(?!们)|咱(?!们)|本人)/y;
const WE = /(?:我们|俺们|咱们|我俩)(?:[俩全]家?|一家|两[个口])?/y;
const TIME =
  /(?:现在|如今|目前|眼下|当[前下]|今年|最近|近来|这[两几]年|这些年|这阵子|这段时间|这个?[周月]初?|这个?礼拜|月初|年初|年底|平[时常日]|周末|天天|每[天日晚年]|每个?周末|早上|晚上|从小到大|从小|打小|自幼|自小|一直|一向|[向从素]来|后来|往后|从此|终于|毕业后|工作后|婚后|退休后|现|在家|业余时间|空闲时间|闲暇时?间?|有空|没事|闲下来|闲着|下班后|下了班|收工后|年轻时起) ?/y;
const PAST =
  /(?:去年|前年|今[天晚早]|昨[天晚]|前[天阵]|前几天|上个?[周月]末?|上个?礼拜|上个?星期|上周.|刚才|[两三四五六七八九十几\d]+[天周年](?:前|以前)|[\d〇一二三四五六七八九零]{2,4}年) ?/y;
const DEGREE =
  /(?:也|就|都|只|还|又|真的?|其实|的确|确实|本来就|主要|特别(?!是)|特(?!别)|非常|十分|很|超级?|最|比较|更|蛮|挺|贼|巨|太|个人|自己|本身|已经?|早就|才|刚刚|刚好|刚|正好|正在|正|通常|一般|经常|常常?|总[是会]?|老是?|偶尔|天生|完全|绝对|真心|尤其(?!是)|相当|格外|实在|有点儿?|有些(?!是|人)|稍微|仍然?|依然|算是?|便|即|则|倒是?|却|并(?=不)|偏偏?|基本上?|一个人|独自|单独|长期|常年|全家|(?:跟|和|同|与|带着|陪)[^，。！？我年月周天明后打想要准\d]{1,5}?(?:一起|一块儿?)?(?=搬|住|定居)) ?/y;

/** Longer than this without a mark, several clauses run together, as in dictated text. */
const LONGEST_CLAUSE = 10; // characters
/** Where the next of them begins. */
const RUN_ON =
  /(?<![给跟和对叫让帮为向把被比像问替陪教请说得道是以喊等离劝诉陪觉])(?=我(?:今年|现在|住|是|在|叫|有|喜欢|最?爱|最?讨厌|不|没|对|家|想|打算|平[时常]|吃|养|一个人|老[婆公]|儿子|女儿|媳妇|也|就|还|每))|(?=(?:现在|目前|如今|平[时常]|(?<![我都也的])今年|但是|不过|因为|所以|而且|然后|后来|另外|还有|顺便)(?!的))/g;

/** Cuts a stretch of the wording into clauses, and reads of whom each speaks. */
export function clausesOf(wording: string, from: number, to: number): readonly Clause[] {
  return Array.from(wording.slice(from, to).matchAll(CLAUSE)).flatMap(({ 0: text, index }) =>
    partsOf(text).map((part) => {
      const piece = text.slice(part.start, part.end);
      const start = from + index + part.start + (piece.length - piece.trimStart().length);
      const end = from + index + part.end;
      return { start, end, ...head(wording, start, end) };
    }),
  );
}

function partsOf(text: string): readonly Stretch[] {
  if (text.length <= LONGEST_CLAUSE) return [{ start: 0, end: text.length }];
  const cuts = Array.from(text.matchAll(RUN_ON), ({ index }) => index).filter((cut) => cut > 2);
  return [0, ...cuts].map((start, number) => ({ start, end: cuts[number] ?? text.length }));
}

/** Steps over the subject, where one stands. */
function subjectAt(skip: (pattern: RegExp) => boolean): Subject {
  if (skip(WE)) return "we";
  return skip(SELF) ? "self" : "none";
}

function head(wording: string, start: number, end: number): Omit<Clause, "start" | "end"> {
  let at = start;
  let subject: Subject = "none";
  let past = false;
  const starts: number[] = [];
  const pastStarts: number[] = [];
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(wording);
    if (found === null || found.index + found[0].length > end) return false;
    at += found[0].length;
    return true;
  };
  const keep = () => (past ? pastStarts : starts).push(at);
  while (skip(OPENER));
  keep();
  while (at < end) {
    const named: Subject = subject === "none" ? subjectAt(skip) : "none";
    if (named !== "none") {
      subject = named;
      starts.length = 0;
      pastStarts.length = 0;
      while (wording[at] === " ") at += 1;
    } else if (skip(PAST)) past = true;
    else if (!skip(TIME) && !skip(DEGREE)) break;
    keep();
  }
  return { subject, starts, pastStarts };
}
