import { PHRASES, type Scope } from "./off-the-record-phrases.ts";
import { ownWords } from "./own-words.ts";

/**
 * How much the user asks not to be remembered, by a list of phrases in English and Chinese and the commonest in German,
 * French and Spanish; undefined when the user does not ask. Quoted and pasted stretches do not count, nor do questions
 * about remembering, nor what somebody else forgets.
 */
export function offTheRecord(text: string): Scope | undefined {
  if (!mayAsk(text)) return undefined;
  const own = ownWords(text)
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\S\n]+/g, " ");
  let widest: Scope | undefined;
  for (const { 0: raw } of own.matchAll(SENTENCE)) {
    const sentence = raw.trim();
    if (!mayAsk(sentence) || ABOUT_REMEMBERING.test(sentence)) continue;
    const ofFiles = FILE.test(sentence) && !MEMORY.test(sentence);
    for (const phrase of PHRASES) {
      const match = ofFiles && phrase.alsoOfFiles ? null : phrase.pattern.exec(sentence);
      if (match === null) continue;
      const alone = phrase.alonePointsBack && isAlone(match[0], own);
      widest = wider(widest, alone ? "previous" : phrase.scope);
    }
  }
  return widest;
}

function mayAsk(text: string): boolean {
  return KEEPING.test(text) && REFUSING.test(text);
}

/** Longest request with all the courtesy around it, in characters. */
const LONGEST_REQUEST = 200;

function isAlone(request: string, message: string): boolean {
  return message.length <= LONGEST_REQUEST && !SUBSTANCE.test(message.replace(request, " ").replace(COURTESY, " "));
}

const SCOPES: readonly Scope[] = ["message", "previous", "conversation"];

function wider(one: Scope | undefined, other: Scope): Scope {
  return one !== undefined && SCOPES.indexOf(one) > SCOPES.indexOf(other) ? one : other;
}

const SENTENCE = /[^.!?;\n。！？；]+[.!?;。！？；]*/g;
const SUBSTANCE = /[\p{L}\p{N}]/u;
const COURTESY =
  /\b(?:please|pls|plz|thanks|thank you|thx|ok|okay|hey|hi|oh|wait|sorry|actually|and|but|so|also|just|bitte|danke|merci|s'il (?:te|vous) pla[iî]t|por favor|gracias)\b|请|谢谢|麻烦|好吗|了|吧|哦|啊|哈|你|抱歉|对不起/g;
/** No phrase does without a word of each list, so that most sentences need no closer look. */
const KEEPING =
  /remember|memor|recall|sav|stor|record|keep|kept|log|retain|archiv|note|noti|writ|learn|forget|pretend|delet|eras|wip|clear|scrub|strike|drop|remov|between|private|take|jot|commit|add|put|us[ei]|记|存|保留|忘|保密|没说|没讲|没有说|没有讲|私下|删|merk|speicher|vergiss|unter uns|retien|reten|gard|mémor|regist|sauvegard|stock|oubli|entre n|guard|recuerd|almacen|olv/i;
const REFUSING =
  /n['’]t|dont|\bnot\b|never|no need|rather|mind|avoid|stop|forget|pretend|delet|eras|wip|clear|scrub|strike|drop|remov|between|off the|private|confidential|secret|temporary|yourself|不|别|勿|无需|忘|保密|没|私下|删|nicht|vergiss|out of|unter|\bn['’e]|oubli|entre|\bno\b|olv/i;

/** Questions that ask how remembering is done, in which the phrase is no request. */
const ABOUT_REMEMBERING =
  /^(?:(?:and|but|so|then|ok|okay|hey|hi|well),? )*(?:why|how|what|when|where|who|which|does|do (?:you|i|we|they)|did|is|are|was|should|if i (?:say|ask|tell)|warum|wieso|wie|was|pourquoi|comment|por qué|cómo|qué)\b.*\?|为什么|为何|怎么|如何|什么意思|是什么/;
/** Documents and programs; not photos or codes, which a user may well want to be forgotten. */
const FILE =
  /\b(?:files?|folders?|documents?|docs?|drafts?|spreadsheets?|functions?|variables?|scripts?|database|rows?|cookies?|disk|pdf|export)\b|文件|文档|表格|代码/;
const MEMORY = /\b(?:memory|memories|profile|persona|about me)\b|记忆/;
