import type { Clause } from "./clause.ts";
import type { Rule } from "./rule.ts";

/** A clause in its sentence, in the wording of a passage. */
export interface Place {
  readonly wording: string;
  /** The sentence, its mark included. */
  readonly sentence: { readonly start: number; readonly end: number };
  readonly clauses: readonly Clause[];
  readonly index: number;
}

/** Before the statement in its sentence: it is imagined, compared or made dependent. */
const IMAGINED =
  /如果|要是|假如|假设|假使|倘若|倘使|若是|若(?=[我你他换])|万一|要不是|除非|只要|即使|哪怕|就算|比如|例如|譬如|比方|想象|幻想|设想|梦[见到里]|当作|当成|好像|仿佛|似乎|等我|等到|哪[天日]|有朝一日|恨不得|巴不得|但愿|假装|扮|演|据说|听说|传说|理论上|差点|换作|换了我|下辈子|上辈子|早知道|真要|别以为|谁说|难道|有人|的人[，：]?$/;
/** In the clause or behind it: it holds in a tale, or only for a case. */
const TALE =
  /开玩笑|说笑|逗你|骗你|才怪|瞎[说编]|编的|[（(]误|狗头|\[doge\]|反话|笑死|笑哭|呵呵|的话(?=[，。]|$)|[游剧戏]戏?里|(?:小说|故事|梦|剧本|设定|片)里|人设|才有鬼|该多好|就好[了啦]|我信你个|做梦/;
/** Behind the sentence: it was not meant. */
const JEST = /^[^。！？\n]{0,4}(?:开玩笑|说笑|逗你|骗你|才怪|[（(]误|狗头|\[doge\]|反话|笑死|呵呵|假的)/;
/** Mockery by its marks. */
const MOCKERY =
  /呵呵|可真|可太|真是[太优好]|谢谢啊|我谢谢|可真行|真会选|感恩戴德|毕生|好棒棒|敢情|了不起|可不是|巴不得|[对好][啦呀啊](?=我)|大[^，。]{1,4}家了/;
/** A question within the clause. */
const ASKING =
  /[吗么]$|吗[，。！？]|是不是|是否|有没有|能不能|可不可以|会不会|要不要|该不该|好不好|对不对|算不算|什么|怎么|怎样|如何|为什么|为何|谁|哪|几[个种]|多少|何/;
/** A last clause that asks whether what stands before it is so. */
const CONFIRMING = /^(?:对吗|是吗|对不对|是不是|没错吧|对吧|是吧|对么|是么|真的吗)/;
/** What stands before is what somebody says, and not the user to the assistant. */
const REPORTED =
  /(?:说|写道|问|表示|喊|骂|觉得|以为|认为|怀疑|告诉我?|回我?)[过着的]?(?:我|你|他|她|大家)?[，：]?["“「『]?$/;
const OWN_REPORT =
  /(?:(?<![跟和对向给找问教])我|话|老实|实话|实在|坦白|这么|先|再|比方|总的来|一般来|简单来?|换句话|不瞒你|听我|跟你|正经|认真|怎么|告诉你|你)(?:[也就还再]|直接|以前|从前|之前)?(?:说|讲|觉得|认为|告诉你)[过着的]?[，：]?$|^说[，：]?$/;
/** A time that is over, where nothing says that it lasts. */
const OVER =
  /以前|从前|之前|过去|当年|那时|那会儿|小时候|年轻的?时|上学的?时|大学的?时|曾经?|原来|原本|本来|早些年|当初|多年前/;
const LASTS = /现在|如今|目前|后来|这[两几]年|到现在|至今|往后|眼下/;

/** True when the user may not mean what the clause says. A doubt is enough: a wrong fact is worse than a missing one. */
export function isDoubtful({ wording, sentence, clauses, index }: Place, clause: Clause, rule: Rule): boolean {
  const before = wording.slice(sentence.start, clause.start);
  const said = wording.slice(clause.start, clause.end);
  const rest = wording.slice(clause.end, sentence.end);
  const next = wording.slice(sentence.end, sentence.end + REACH);
  if (opensQuotation(before)) return true;
  if (IMAGINED.test(before) || TALE.test(said) || TALE.test(rest) || JEST.test(next) || /不是[吗么]?$/.test(before))
    return true;
  if (MOCKERY.test(wording.slice(Math.max(0, sentence.start - LEAD), clause.end))) return true;
  if (isReported(before)) return true;
  if (rule.presupposed) return false;
  if (rule.effect === "hold" && !rule.event && isOver(before, said)) return true;
  return rule.order !== true && isAsked(wording, sentence, clauses, index);
}

/** How far before its sentence a mark of mockery can stand. */
const LEAD = 4; // characters
/** How far behind its sentence a statement can be taken back. */
const REACH = 12; // characters

function opensQuotation(before: string): boolean {
  const count = (marks: RegExp) => before.match(marks)?.length ?? 0;
  return count(/[“「『《]/g) > count(/[”」』》]/g);
}

function isReported(before: string): boolean {
  const near = before.slice(-14);
  return REPORTED.test(near) && !OWN_REPORT.test(near);
}

function isOver(before: string, said: string): boolean {
  const over = lastIndex(before, OVER);
  return over >= 0 && lastIndex(before, LASTS) < over && !LASTS.test(said);
}

function lastIndex(text: string, pattern: RegExp): number {
  return Array.from(text.matchAll(new RegExp(pattern.source, "g"))).at(-1)?.index ?? -1;
}

/** In a question only a clause before the one that asks counts: "我吃素，晚饭吃什么？" */
function isAsked(wording: string, sentence: Place["sentence"], clauses: readonly Clause[], index: number): boolean {
  const clause = clauses[index];
  if (clause === undefined) return true;
  if (ASKING.test(wording.slice(clause.start, clause.end + 1))) return true;
  const last = clauses.at(-1);
  if (last === undefined || !/[？]/.test(wording.slice(last.end, sentence.end))) return false;
  return (
    index === clauses.length - 1 ||
    (index === clauses.length - 2 && CONFIRMING.test(wording.slice(last.start, last.end)))
  );
}
