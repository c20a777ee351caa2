import type { Word } from "../sentence.ts";
import { endOfNouns } from "./noun-phrase.ts";
import { isGerund, isNoun, mayEndBefore, POINTING, words } from "./word-kind.ts";

/** A gerund with one of these takes its object along. */
const GERUND_LINKS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    listening: words("to"),
    going: words("to for on out"),
    reading: words("about"),
    learning: words("about"),
    writing: words("about"),
    talking: words("about to"),
    spending: words("with"),
    working: words("with on out in from"),
    hanging: words("out"),
    playing: words("with"),
    cooking: words("for with"),
    looking: words("at after"),
    taking: words("of"),
    dancing: words("to"),
    participating: words("in"),
    engaging: words("in with"),
    investing: words("in"),
    dealing: words("with"),
    interacting: words("with"),
    connecting: words("with"),
    competing: words("in"),
    experimenting: words("with"),
    volunteering: words("at for in"),
    caring: words("for"),
    sitting: words("in on by at"),
    thinking: words("about of"),
    focusing: words("on"),
    contributing: words("to"),
    eating: words("out"),
    trying: words("out"),
    traveling: words("to by"),
    travelling: words("to by"),
    walking: words("in"),
  }),
);

/** True when the word takes its object along by the word behind it. */
export function isLinked(list: readonly Word[], at: number): boolean {
  return GERUND_LINKS.get(list[at]?.plain ?? "")?.has(list[at + 1]?.plain ?? "") === true;
}

/** A deed in -ing with its object: "playing the guitar", "listening to jazz". */
export function endOfGerund(list: readonly Word[], from: number): number {
  const verb = list[from];
  if (!isGerund(verb) || verb === undefined) return -1;
  let index = from + 1;
  const link = list[index]?.plain ?? "";
  if (isLinked(list, from)) {
    index += 1;
    if (/^(?:out)$/.test(link)) return mayEndBefore(list[index]) ? index - 1 : -1;
  } else if (verb.plain === "spending" && link === "time") {
    index += 1;
    if (/^(?:with|in|at|on)$/.test(list[index]?.plain ?? "")) index += 1;
  }
  if (/^(?:the|my|a|an|new|some)$/.test(list[index]?.plain ?? "")) index += 1;
  if (index > from + 1 || isNoun(list[index]) || list[index]?.pos === "ADJ") {
    const end = endOfNouns(list, index);
    if (end >= 0) return end;
    if (index > from + 1) return isBareObject(list, index) ? index : -1;
  }
  while (PARTICLES.test(list[index]?.plain ?? "")) index += 1;
  return mayEndBefore(list[index]) && !POINTING.has(list[index]?.plain ?? "") ? index - 1 : -1;
}

/** What belongs to a deed although it stands behind it: "waking up early". */
const PARTICLES = /^(?:up|out|off|down|around|early|late|alone|together|abroad|outside|outdoors|fast|online)$/;

/** One word behind "listening to" or "playing the" is its object, whatever the model takes it for. */
function isBareObject(list: readonly Word[], at: number): boolean {
  const word = list[at];
  return (
    word !== undefined && /^(?:VERB|ADJ|X)$/.test(word.pos) && !POINTING.has(word.plain) && mayEndBefore(list[at + 1])
  );
}
