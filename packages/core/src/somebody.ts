import { foldText } from "./fold-text.ts";
import { KIN_CHINESE, RELATIONS } from "./other-person.ts";
import type { Content } from "./persona.ts";
import { holdsPhrase } from "./phrase.ts";
import { toSimplified } from "./simplified-chinese.ts";

/** What comes after the relation and the name: "brother Cillian, home for good". */
const REST = /[,;，；、(（]/;
/** "sister Maeve", "my dog called Rex". */
const AFTER_RELATION = new RegExp(`\\b(?:${RELATIONS})\\s+(?:called\\s+|named\\s+)?(\\p{Lu}[\\p{L}'’-]+)`, "u");
/** "border terrier Skerry", but not "friend in Leeds". */
const AT_THE_END = /(?<!\b(?:in|at|from|of|to|near)\s)(?<=\s)\p{Lu}[\p{L}'’-]+$/u;
const CALLED = /叫做?([\p{Script=Han}]{2,4})/u;
const AFTER_KIN = new RegExp(`^(?:${KIN_CHINESE})(\\p{Script=Han}{2,4})$`, "u");

/** The name of whom a content about others is about, as it begins: "sister Maeve, nurse". Undefined when it names nobody. */
export function nameIn(content: Content): string | undefined {
  const text = String(content);
  const [head = ""] = text.split(REST);
  if (/\p{Script=Han}/u.test(text))
    return CALLED.exec(toSimplified(text))?.[1] ?? AFTER_KIN.exec(toSimplified(head.trim()))?.[1];
  return AFTER_RELATION.exec(head)?.[1] ?? AT_THE_END.exec(head.trim())?.[0];
}

/** Whether a sentence speaks of the one whom a content names. */
export function speaksOf(sentence: string, name: string): boolean {
  return holdsPhrase(foldText(sentence), foldText(name));
}

/** Whether two contents are about the same one: the same relation and name. A relation alone may be two people: "best friend". */
export function isSameOne(one: Content, other: Content): boolean {
  const [who, otherWho] = [one, other].map(somebodyIn);
  return who !== undefined && who.name === otherWho?.name && who.relation === otherWho.relation;
}

function somebodyIn(content: Content): { readonly relation: string; readonly name: string } | undefined {
  const name = nameIn(content);
  if (name === undefined) return undefined;
  const [before = ""] = foldText(String(content)).split(foldText(name));
  return { relation: before.trim(), name: foldText(name) };
}
