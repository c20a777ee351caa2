import { CHINESE, CHINESE_HINT, readChinese } from "./off-the-record-chinese.ts";
import type { Phrase, Scope } from "./off-the-record-phrase.ts";
import { LATIN } from "./off-the-record-phrases.ts";
import { ownWords } from "./own-words.ts";
import { toSimplified } from "./simplified-chinese.ts";

/**
 * How much the user asks not to be remembered, by a list of phrases in English and in Chinese of either script, and the
 * commonest in German, French and Spanish; undefined when the user does not ask. Quoted and pasted stretches do not
 * count, nor do questions about remembering, nor what somebody else forgets or says.
 */
export function offTheRecord(text: string): Scope | undefined {
  if (!mayAsk(toSimplified(text))) return undefined;
  const own = toSimplified(ownWords(text))
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/[^\S\n]+/g, " ");
  let widest: Scope | undefined;
  for (const { 0: raw } of own.matchAll(SENTENCE)) {
    const sentence = raw.trim();
    if (!mayAsk(sentence) || ABOUT_REMEMBERING.test(sentence)) continue;
    const ofFiles = FILE.test(sentence) && !MEMORY.test(sentence);
    for (const { phrase, words } of requestsIn(sentence)) {
      if (ofFiles && phrase.alsoOfFiles) continue;
      const alone = isAlone(words, own) ? phrase.alone : undefined;
      widest = wider(widest, alone ?? phrase.scope);
    }
  }
  return widest;
}

interface Request {
  readonly phrase: Phrase;
  /** The words that ask, as they stand in the sentence. */
  readonly words: string;
}

/** What a sentence asks, in every language whose letters are in it. */
function requestsIn(sentence: string): readonly Request[] {
  return [
    ...(/[a-z]/.test(sentence) ? findAll(LATIN, sentence, sentence) : []),
    ...(CHINESE_HINT.test(sentence) ? findAll(CHINESE, sentence, readChinese(sentence)) : []),
  ];
}

/** @param read - the sentence at equal length, as the phrases expect it */
function findAll(phrases: readonly Phrase[], sentence: string, read: string): readonly Request[] {
  return phrases.flatMap((phrase) => {
    const { pattern, notAfter } = phrase;
    if (!pattern.test(read)) return [];
    const match = Array.from(read.matchAll(new RegExp(pattern, "gu"))).find(
      ({ index }) => !notAfter?.test(sentence.slice(Math.max(0, index - LONGEST_BEFORE), index)),
    );
    return match ? [{ phrase, words: sentence.slice(match.index, match.index + match[0].length) }] : [];
  });
}

function mayAsk(text: string): boolean {
  return KEEPING.test(text) && REFUSING.test(text);
}

/** As far back as words can turn a request into something else, in characters. */
const LONGEST_BEFORE = 40;
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
  /\b(?:please|pls|plz|thanks|thank you|thx|ok|okay|hey|hi|oh|wait|sorry|actually|and|but|so|also|just|bitte|danke|merci|s'il (?:te|vous) pla[iî]t|por favor|gracias)\b|请|多?谢谢?|感谢|唔该|麻烦|拜托|好吗|可以吗|就好|就行|先|你|抱歉|对不起|对了|[了吧喔哦噢啊呀啦喇嘎哈嘛呢吗齁欸诶唷哟咯啰嘞呐嗷哩捏呗噻喂嗯]/g;
/** No phrase does without a word of each list, so that most sentences need no closer look. */
const KEEPING =
  /remember|memor|recall|sav|stor|record|keep|kept|log|retain|archiv|note|noti|writ|learn|forg[eo]t|pretend|delet|eras|wip|clear|scrub|scratch|strike|drop|remov|between|private|take|jot|commit|add|put|us[ei]|记|纪录|写|录|存|留|忘|保密|秘密|画像|没有?[说讲提]|冇[说讲提]|私下|删|抹|清|merk|speicher|vergiss|unter uns|retien|reten|gard|mémor|regist|sauvegard|stock|oubli|entre n|guard|recuerd|almacen|olv/i;
const REFUSING =
  /n['’]t|dont|\bnot\b|never|no need|nothing|none|rather|mind|avoid|stop|forg[eo]t|pretend|delet|eras|wip|clear|scrub|scratch|strike|drop|remov|between|off the|private|confidential|secret|temporary|yourself|不|别|勿|无需|毋须|唔|咪|忘|保密|秘密|没|冇|私下|删|移除|抹|清|nicht|vergiss|out of|unter|\bn['’e]|oubli|entre|\bno\b|olv/i;

/** Questions that ask how remembering is done, in which the phrase is no request. */
const ABOUT_REMEMBERING =
  /^(?:(?:and|but|so|then|ok|okay|hey|hi|well),? )*(?:why|how|what|when|where|who|which|does|do (?:you|i|we|they)|did|is|are|was|should|if i (?:say|ask|tell)|warum|wieso|wie|was|pourquoi|comment|por qué|cómo|qué)\b.*\?|是什么意思[^，,]*$|(?:怎么|如何)(?:翻译|用英)|(?:英[文语]|日[文语])怎么/;
/** Documents and programs; not photos or codes, which a user may well want to be forgotten. */
const FILE =
  /\b(?:files?|folders?|documents?|docs?|drafts?|spreadsheets?|functions?|variables?|scripts?|database|rows?|cookies?|disk|pdf|export)\b|文件|文档|档案|资料夹|资料库|数据库|硬盘|桌面|草稿|表格|试算表|代码|[a-z] ?[盘槽]/;
const MEMORY = /\b(?:memory|memories|profile|persona|about me)\b|记忆(?!体)/;
