import type { Found } from "./evidence.ts";
import { toSimplified } from "./simplified-chinese.ts";
import type { Span } from "./span.ts";

/** Who people are to the user, as alternatives of a pattern. */
export const RELATIONS: string =
  "wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend|gf|bf|ex|mother|mom|mum|mommy|mama|father|dad|daddy|papa|parents?|brothers?|sisters?|siblings?|twin|sons?|daughters?|kids?|child|children|baby|toddler|grand(?:ma|pa|mother|father|son|daughter|parents|children|kids)|aunts?|uncles?|cousins?|nieces?|nephews?|in-laws?|(?:mother|father|brother|sister|son|daughter)-in-law|family|friends?|best friends?|roommates?|flatmates?|neighbou?rs?|colleagues?|coworkers?|co-workers?|boss|manager|supervisor|employees?|teachers?|professors?|students?|clients?|patients?|customers?|landlord|doctor|therapist|buddy|buddies|pal|crush|dogs?|cats?|puppy|kitten|pets?";
/** Before the noun: "my older brother", "my new boss". */
const KIN = `(?:(?:[a-z-]+|\\d+[- ]year[- ]old)\\s+){0,2}(?:${RELATIONS})`;

/** A clause that begins like this speaks of someone else. */
const SUBJECT = new RegExp(
  `^(?:(?:my|our|his|her|their|the)\\s+${KIN}\\b(?:['’]s?)?|(?:he|she|they|his|her|their)\\b(?:['’](?:s|re|ve|d|ll))?)`,
  "i",
);
/** A name and what only people do: "Anna lives in Rome". */
const NAMED =
  /^(?!(?:We|You|It|This|That|There|Who|What)\b)\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?\s+(?:lives|loves|likes|hates|enjoys|prefers|works at|works as|works for|moved to|was born|studies|married|is allergic|is vegan|is vegetarian|is \d)/u;
/** Where the user comes in after all: "my wife and I", "my boss hates me". */
const USER = /\b(?:i|i['’](?:m|ve|d|ll)|me|my|mine|myself|we|we['’](?:re|ve|d|ll)|us|our|ours)\b/i;
/** What may stand before the subject. */
const LEAD_IN =
  /^(?:[\s,;:—–-]|(?:and|but|so|because|since|although|though|while|whereas|when|if|as|that|also|well|actually|anyway|oh|yes|yeah|no|ok|okay|btw|now|then|today|yesterday|currently|basically|honestly|plus|by the way|it['’]s that)\b|但是?|不过|而且|而|所以|因为|可是?|其实|另外|还有|对了|，)+/i;

export const KIN_CHINESE: string =
  "妻子|老婆|太太|媳妇|丈夫|老公|先生|未婚[夫妻]|另一半|伴侣|对象|男朋友|女朋友|男友|女友|男票|女票|前任|前夫|前妻|前男友|前女友|妈妈|妈咪|母亲|老妈|阿妈|妈|爸爸|父亲|老爸|老豆|阿爸|爸|爹|父母|爸妈|哥哥|姐姐|弟弟|妹妹|家姐|细佬|大佬|哥们|兄弟|姐妹|儿子|女儿|囡囡|孩子|小孩|宝宝|孙[子女]|爷爷|奶奶|外公|外婆|阿公|阿嬷|姥姥|姥爷|公公|婆婆|岳[父母]|丈母娘|叔叔|伯伯|伯父|婶婶|阿姨|姨妈|舅舅|舅妈|姑姑|姑妈|嫂[子嫂]|姐夫|妹夫|侄[子女]|外甥女?|表[哥姐弟妹]|堂[哥姐弟妹]|家人|亲戚|好?朋友|好友|闺蜜|死党|麻吉|室友|邻居|同事|老板娘?|领导|上司|经理|下属|老师|导师|学[长姐弟妹]|同学|学生|客户|病人|房东|狗狗|狗|猫咪|猫|毛孩|哥|姐|弟|妹";
const SUBJECT_CHINESE = new RegExp(
  `^(?:(?:我们?|我哋|咱们?|俺|他们?|她们?|佢)(?:家)?[的嘅]?(?:那个|这个|一个|有个|最好的|大|小|老)?(?:${KIN_CHINESE})(?!(?:和|跟|与|同)我)|[他她]们?|佢哋?)`,
);

const HAN = /\p{Script=Han}/u;

/** Where a clause with a subject of its own begins. Without one it goes on about the same person: "she sings and lives in Rome". */
const BOUNDARY =
  /[.!?;\n。！？；]+|,?\s(?:and|but|so|while|whereas|because|although|though|when|since|which is why)\s+(?=(?:i|i['’]\w+|we|we['’]\w+|he|she|they|you|it|my|our|his|her|their|the)\b)|,\s*(?=(?:i|i['’]\w+|we|he|she|they|you|my|our|his|her|their)\b)|[，,](?=\s*(?:但是|不过|而且|所以|因为|可是|但|而|可)?(?:我|他|她|你|咱|俺|佢))/gi;

/**
 * Whether the words that hold a content are about someone else: the clause around the stated content, or, where nothing
 * is stated, every clause that the quote touches, has another person as its subject.
 */
export function isAboutOther(found: Found, stated: Span | undefined): boolean {
  const own = toSimplified(found.own);
  const clauses = clausesOf(own);
  const spans = stated ? [stated] : found.spans;
  const touched = clauses.filter(
    (clause) =>
      spans.some((span) => clause.start < span.end && clause.end > span.start) &&
      /[\p{L}\p{N}]/u.test(own.slice(clause.start, clause.end)),
  );
  return touched.length > 0 && touched.every(({ start, end }) => speaksOfOther(own.slice(start, end)));
}

/** Whether a content itself begins with someone else: "my wife is vegan", "User's boss hates noise". */
export function namesOther(content: string): boolean {
  return CONTENT.test(content) || SUBJECT_CHINESE.test(toSimplified(content));
}

const CONTENT = new RegExp(
  `^(?:(?:the\\s+)?user['’]s|my|our|his|her|their)\\s+${KIN}\\b(?:['’]s?)?\\s|^(?:(?:the\\s+)?user['’]s\\s+)?(?:${RELATIONS})\\s+(?:is|are|has|have|was|were|lives?|works?|likes?|loves?|hates?|wants?|prefers?)\\b|^(?:he|she|they)\\s`,
  "i",
);

/** Whether a clause has another person as its subject, and the user nowhere else in it. */
export function speaksOfOther(clause: string): boolean {
  const subject = otherSubjectOf(clause);
  if (subject === undefined) return false;
  const rest = bareOf(clause).slice(subject.length);
  return HAN.test(subject) ? !rest.includes("我") : !USER.test(rest);
}

/** The other person that a clause begins with, in its words: "my older sister", "she". */
export function otherSubjectOf(clause: string): string | undefined {
  const bare = bareOf(clause);
  return (SUBJECT_CHINESE.exec(bare) ?? SUBJECT.exec(bare) ?? NAMED.exec(bare))?.[0];
}

function bareOf(clause: string): string {
  return clause.trim().replace(LEAD_IN, "");
}

/** The clauses of a text, in order. */
export function clausesOf(text: string): readonly Span[] {
  const clauses: Span[] = [];
  let start = 0;
  for (const { 0: boundary, index } of text.matchAll(BOUNDARY)) {
    clauses.push({ start, end: index });
    start = index + boundary.length;
  }
  clauses.push({ start, end: text.length });
  return clauses;
}
