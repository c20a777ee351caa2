import { toSimplified } from "./simplified-chinese.ts";

const DAY_MS = 86_400_000;

const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");
/** The month with which each begins, 0-based, as the north of the world counts. */
const SEASONS: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 };
const COUNTS = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
const CHINESE_COUNTS = "一二三四五六七八九十";
const CHINESE_WEEKDAYS = "日一二三四五六";

/**
 * A text with its relative times made absolute: "next month", said in March 2026, becomes "in April 2026".
 *
 * English and Chinese; only what is plainly relative to the day of speaking. "On Monday" and "in May" may be habits
 * and stay, and so does whatever this does not know.
 *
 * @param said - when it was said; the day is taken in UTC
 */
export function makeTimesAbsolute(text: string, said: Date): string {
  const today = new Date(Date.UTC(said.getUTCFullYear(), said.getUTCMonth(), said.getUTCDate()));
  return RULES.reduce((present, rule) => applyRule(present, rule, today), text);
}

function applyRule(text: string, { pattern, time }: Rule, today: Date): string {
  const read = toSimplified(text);
  const pieces: string[] = [];
  let kept = 0;
  for (const match of read.matchAll(pattern)) {
    const [whole, ...groups] = Array.from(match, (group: string | undefined) => group ?? "");
    const found = time(today, ...groups.map((group) => group.toLowerCase()));
    if (found === undefined || whole === undefined) continue;
    const written = read === text ? found.text : inTraditional(found.text);
    pieces.push(text.slice(kept, match.index), prepositionFor(found, text.slice(0, match.index)), written);
    kept = match.index + whole.length;
  }
  return [...pieces, text.slice(kept)].join("");
}

/** Of the few characters with which a time is written here. */
function inTraditional(time: string): string {
  return time.replace("个", "個").replace("周", "週");
}

interface AbsoluteTime {
  readonly text: string;
  /** The English preposition with which it stands where it had none; absent in Chinese. */
  readonly preposition?: "on" | "in";
}

interface Rule {
  readonly pattern: RegExp;
  /** @param groups - what the pattern caught, in lower case, empty where it caught nothing */
  readonly time: (today: Date, ...groups: readonly string[]) => AbsoluteTime | undefined;
}

/** "the next year" and "every last Friday" are stretches and habits. */
const ALONE = "(?<!\\b(?:the|every|each|per|any)\\s)";

const RULES: readonly Rule[] = [
  english("(?:the )?day (after tomorrow|before yesterday)", (today, which) =>
    onDay(plusDays(today, which === "after tomorrow" ? 2 : -2)),
  ),
  english("(today|tonight|tomorrow|yesterday)", (today, which) =>
    onDay(plusDays(today, which === "tomorrow" ? 1 : which === "yesterday" ? -1 : 0)),
  ),
  english(
    `${ALONE}(this|next|coming|last|past) (week|weekend|month|year|${Object.keys(SEASONS).join("|")}|${MONTHS.join("|")}|${WEEKDAYS.join("|")})`,
    (today, which = "", unit = "") => relativeUnit(today, which, unit),
  ),
  english(`in (${COUNTS}|\\d{1,3}) (day|week|month|year)s?(?: from now|'s? time)?`, (today, count = "", unit = "") =>
    shifted(today, countOf(count), unit),
  ),
  english(`(${COUNTS}|\\d{1,3}) (day|week|month|year)s? ago`, (today, count = "", unit = "") =>
    shifted(today, -countOf(count), unit),
  ),
  chinese("大后天|后天|明[天晚]|今[天晚]|昨[天晚]|大前天|前天", (today, which = "") =>
    chineseDay(
      plusDays(today, { 大后天: 3, 后天: 2, 明天: 1, 明晚: 1, 昨天: -1, 昨晚: -1, 前天: -2, 大前天: -3 }[which] ?? 0),
    ),
  ),
  chinese("后年|明年|今年|去年|前年", (today, which = "") =>
    chineseYear(today.getUTCFullYear() + ({ 后年: 2, 明年: 1, 去年: -1, 前年: -2 }[which] ?? 0)),
  ),
  chinese("(这个|本|下{1,2}个?|上{1,2}个?)月(?![份饼球亮光台])", (today, _, which = "") =>
    chineseMonth(plusMonths(today, steps(which))),
  ),
  chinese(
    "(这个?|本|下{1,2}个?|上{1,2}个?)(?:周|星期|礼拜)([一二三四五六日天末])?",
    (today, _, which = "", day = "") => {
      const monday = plusDays(mondayOf(today), 7 * steps(which));
      if (day === "") return { text: `${chineseDay(monday).text}那一周` };
      if (day === "末") return { text: `${chineseDay(plusDays(monday, 5)).text}那个周末` };
      const index = day === "天" ? 0 : CHINESE_WEEKDAYS.indexOf(day);
      return chineseDay(plusDays(monday, (index + 6) % 7));
    },
  ),
  chinese(
    "([一两二三四五六七八九十]|\\d{1,3})(天|周|个星期|个月|年)(?:以|之)?(后|前)",
    (today, _, count = "", unit = "", way = "") =>
      chineseShifted(today, chineseCountOf(count) * (way === "后" ? 1 : -1), unit),
  ),
];

function english(source: string, time: Rule["time"]): Rule {
  return { pattern: new RegExp(`\\b${source}\\b`, "gi"), time };
}

function chinese(source: string, time: Rule["time"]): Rule {
  return { pattern: new RegExp(`(${source})`, "g"), time };
}

function relativeUnit(today: Date, which: string, unit: string): AbsoluteTime | undefined {
  const step = which === "this" ? 0 : which === "last" || which === "past" ? -1 : 1;
  if (unit === "year") return { text: `${today.getUTCFullYear() + step}`, preposition: "in" };
  if (unit === "month") return inMonth(plusMonths(today, step));
  if (unit === "week") return { text: `the week of ${isoDay(plusDays(mondayOf(today), 7 * step))}`, preposition: "in" };
  if (unit === "weekend") {
    return { text: `the weekend of ${isoDay(plusDays(mondayOf(today), 7 * step + 5))}`, preposition: "on" };
  }
  if (WEEKDAYS.includes(unit)) return onDay(weekdayFrom(today, WEEKDAYS.indexOf(unit), step));
  const month = SEASONS[unit] ?? MONTHS.indexOf(unit);
  const begun = today.getUTCMonth() >= month;
  const year = today.getUTCFullYear() + (step < 0 ? (begun ? 0 : -1) : step > 0 && begun ? 1 : 0);
  if (SEASONS[unit] === undefined) return inMonth(new Date(Date.UTC(year, month, 1)));
  return { text: `${unit} ${unit === "winter" ? `${year}/${String(year + 1).slice(-2)}` : year}`, preposition: "in" };
}

/** This Friday is the next to come, today included; next Friday lies ahead, last Friday behind. */
function weekdayFrom(today: Date, weekday: number, step: number): Date {
  const ahead = (weekday - today.getUTCDay() + 7) % 7;
  if (step === 0) return plusDays(today, ahead);
  return plusDays(today, step > 0 ? ahead || 7 : ahead - 7);
}

function shifted(today: Date, count: number, unit: string): AbsoluteTime {
  if (unit === "day") return onDay(plusDays(today, count));
  if (unit === "week")
    return { text: `the week of ${isoDay(plusDays(mondayOf(today), 7 * count))}`, preposition: "in" };
  if (unit === "month") return inMonth(plusMonths(today, count));
  return { text: `${today.getUTCFullYear() + count}`, preposition: "in" };
}

function chineseShifted(today: Date, count: number, unit: string): AbsoluteTime {
  if (unit === "天") return chineseDay(plusDays(today, count));
  if (unit === "个月") return chineseMonth(plusMonths(today, count));
  if (unit === "年") return chineseYear(today.getUTCFullYear() + count);
  return { text: `${chineseDay(plusDays(mondayOf(today), 7 * count)).text}那一周` };
}

function onDay(day: Date): AbsoluteTime {
  return { text: isoDay(day), preposition: "on" };
}

function inMonth(day: Date): AbsoluteTime {
  const month = MONTHS[day.getUTCMonth()] ?? "";
  return { text: `${month.charAt(0).toUpperCase()}${month.slice(1)} ${day.getUTCFullYear()}`, preposition: "in" };
}

function chineseDay(day: Date): AbsoluteTime {
  return { text: `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日` };
}

function chineseMonth(day: Date): AbsoluteTime {
  return { text: `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月` };
}

function chineseYear(year: number): AbsoluteTime {
  return { text: `${year}年` };
}

/** "Moves next year" needs the word that "moves by next year" has. */
function prepositionFor({ preposition }: AbsoluteTime, before: string): string {
  const governed = /\b(?:in|on|by|since|until|till|from|before|after|for|of|during|early|late|to|through)\s$/i.test(
    before,
  );
  return preposition === undefined || governed || before.trim() === "" ? "" : `${preposition} `;
}

function countOf(word: string): number {
  const index = COUNTS.split("|").indexOf(word);
  return index < 0 ? Number(word) : Math.max(1, index - 1);
}

function chineseCountOf(word: string): number {
  if (word === "两") return 2;
  const index = CHINESE_COUNTS.indexOf(word);
  return index < 0 ? Number(word) : index + 1;
}

function steps(which: string): number {
  return (which.match(/下/g)?.length ?? 0) - (which.match(/上/g)?.length ?? 0);
}

function plusDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * DAY_MS);
}

/** The first of the month so many months on. */
function plusMonths(day: Date, count: number): Date {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1));
}

function mondayOf(day: Date): Date {
  return plusDays(day, -((day.getUTCDay() + 6) % 7));
}

function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}
