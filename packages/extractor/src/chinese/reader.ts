import type { Content } from "@lifelong/core";
import type { Reader, Statement } from "../language.ts";
import type { Stretch } from "../stretch.ts";
import { type Clause, clausesOf, type Subject } from "./clause.ts";
import { isDoubtful, type Place } from "./doubt.ts";
import { numberIn } from "./number.ts";
import type { Rule } from "./rule.ts";
import { RULES } from "./rules/all.ts";
import { whole } from "./value.ts";
import { wordingOf } from "./wording.ts";

/** How much of the message around a sentence is looked at. */
const BEFORE = 80; // characters
const AFTER = 40; // characters
/** A quote of fewer letters proves nothing, so that it takes its neighbours along. */
const SHORTEST_QUOTE = 6; // characters

/** Reads one sentence of a message. */
export function createReader(): Reader {
  return (own, candidate) => {
    const from = Math.max(0, candidate.start - BEFORE);
    const wording = wordingOf(own.slice(from, Math.min(own.length, candidate.end + AFTER)));
    const sentence = { start: candidate.start - from, end: candidate.end - from };
    const quoted = candidate.end - candidate.start < SHORTEST_QUOTE ? lineAround(own, candidate) : candidate;
    return statementsIn(wording, sentence).map(({ words, core, ...statement }) => ({
      ...statement,
      ...(words === undefined ? {} : { words: moved(words, from) }),
      core: moved(core, from),
      sentence: quoted,
    }));
  };
}

type Found = Omit<Statement, "sentence">;

function statementsIn(wording: string, sentence: Stretch): readonly Found[] {
  const clauses = clausesOf(wording, sentence.start, sentence.end);
  const found: Found[] = [];
  let told: Subject = "none";
  for (const [index, clause] of clauses.entries()) {
    const place: Place = { wording, sentence, clauses, index };
    const matches = matchesIn(place, clause, told);
    found.push(
      ...matches
        .filter(({ rule }) => !isDoubtful(place, clause, rule))
        .flatMap((match) => foundOf(wording, clause, match)),
    );
    told = toldOfNext(wording, clause, told, matches);
  }
  return found;
}

interface Match {
  readonly rule: Rule;
  readonly stretch: Stretch;
  readonly value?: Stretch;
}

/** The first way in which each field is told in a clause. */
function matchesIn({ wording, sentence, index, clauses }: Place, clause: Clause, told: Subject): readonly Match[] {
  const matches: Match[] = [];
  const fields = new Set<string>();
  for (const rule of RULES) {
    const key = `${rule.field} ${rule.effect}`;
    if (fields.has(key) || !speaksFor(rule, clause, told)) continue;
    const starts = rule.event ? [...clause.starts, ...clause.pastStarts] : clause.starts;
    for (const start of rule.of === "anyone" ? [clause.start, ...starts] : starts) {
      const match = matchAt(rule.pattern, wording, start, clause.end);
      if (match === null || match.index + match[0].length > (clauses.at(-1)?.end ?? sentence.end)) continue;
      if (rule.behind && !rule.behind.test(wording.slice(0, clauses[index]?.start ?? start))) continue;
      const group = match.indices?.groups?.value;
      fields.add(key);
      matches.push({
        rule,
        stretch: { start, end: start + match[0].length },
        ...(group === undefined ? {} : { value: { start: group[0], end: group[1] } }),
      });
      break;
    }
  }
  return matches;
}

/** Where clauses run together no mark says that this one ends, so that it is read by itself as well. */
function matchAt(pattern: RegExp, wording: string, start: number, end: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  const match = pattern.exec(wording);
  if (match !== null || end >= wording.length || MARK.test(wording[end] ?? "")) return match;
  pattern.lastIndex = start;
  return pattern.exec(wording.slice(0, end));
}

const MARK = /[，。！？；：…～—（）\n ]/;

function speaksFor({ of }: Rule, clause: Clause, told: Subject): boolean {
  const subject = clause.subject === "none" ? told : clause.subject;
  return of === "anyone" || subject === "self" || (of === "we" && subject === "we");
}

function foundOf(wording: string, clause: Clause, { rule, stretch, value }: Match): readonly Found[] {
  const base = { field: rule.field, effect: rule.effect };
  const core = { start: clause.start, end: Math.max(stretch.end, clause.end) };
  if (rule.contents) return rule.contents.map((content: Content) => ({ ...base, content, core }));
  if (value === undefined) return rule.effect === "drop" ? [{ ...base, core }] : [];
  if (rule.numeric) {
    const number = numberIn(wording.slice(value.start, value.end));
    return number === undefined ? [] : [{ ...base, content: number, core }];
  }
  return (rule.take ?? whole)(wording, value).map((words) => ({
    ...base,
    words,
    core: { start: Math.min(core.start, words.start), end: Math.max(core.end, words.end) },
  }));
}

/** Behind these the next clause without a subject speaks of somebody else. */
const BRINGS_IN =
  /(?:有|认识|遇[到见]|碰[到见]|养|领养|帮|给|替|陪|照顾|看到)[^，。]*(?:人|朋友|同[事学]|老板|客户|邻居|室友|亲戚|孩子|儿子|女儿|[弟妹哥姐]{2}|老师|领导|老[公婆]|[男女]友|男朋友|女朋友|对象|猫|狗|[犬宠]|[家店])$/;
/** Behind "我" stands somebody or something else, of which the clause speaks. */
const OTHER_TOPIC =
  /^(?:的|家|们|妈|爸|爷|奶|姐|哥|弟|妹|老[公婆板师爸妈伴家]|女[儿友朋]|男[友朋]|儿子|闺女|孩子|小孩|同[事学桌]|朋友|闺蜜|室友|舍友|邻居|导师|领导|上司|客户|公司|部门|团队|队|班|组|店|厂|单位|村|校|小区|猫|狗|对象|媳妇|阿[嬷公]|外[婆公孙]|舅|姑|姨|叔|婆婆|公公|岳|孙|侄|表|堂|徒弟|师[父傅兄姐]|学生|助理|房东|前任|先生|太太|爱人|这)/;

/** Of whom the next clause speaks if it has no subject of its own. */
function toldOfNext(wording: string, clause: Clause, told: Subject, matches: readonly Match[]): Subject {
  const text = wording.slice(clause.start, clause.end);
  if (BRINGS_IN.test(text)) return "none";
  if (clause.subject !== "none") {
    return OTHER_TOPIC.test(wording.slice(clause.starts[0] ?? clause.start, clause.end)) ? "none" : clause.subject;
  }
  const goesOn = matches.some(({ rule }) => rule.of !== "anyone") || clause.starts.length > 1;
  return goesOn || (text.length <= ASIDE && !OTHERS.test(text)) ? told : "none";
}

/** A short clause between two does not change of whom they speak, unless it names somebody. */
const ASIDE = 6; // characters
const OTHERS = /[他她它你您]|爸|妈|老[公婆板师]|同事|朋友|儿子|女儿|孩子/;

function lineAround(own: string, { start, end }: Stretch): Stretch {
  const next = own.indexOf("\n", end);
  return { start: own.lastIndexOf("\n", start - 1) + 1, end: next < 0 ? own.length : next };
}

function moved({ start, end }: Stretch, by: number): Stretch {
  return { start: start + by, end: end + by };
}
