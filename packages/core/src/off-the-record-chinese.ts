import { type Phrase, phrase, type Scope } from "./off-the-record-phrase.ts";

// Chinese has no spaces and its requests vary freely, so that patterns over the words themselves grow huge. A sentence
// is read first: each word that matters becomes a capital letter, which a sentence in lower case has none of, filled up
// with X to its length. 这件事请不要记下来 reads TXXQDXKXX, and the phrases are short patterns over such letters.

const UNIT = "一?(?:个|些|件|段|条|句|则|番|点|项|部分|串|笔|篇|次|啲)?";
const NOUN = "(?:话|事[儿情]?|情|内容|消息|讯息|信息|资讯|资料|东西|嘢|文字|部分|秘密|隐私|细节|对白)?";
const SAYS = "(?:说|讲|写|聊|提到?|告诉你|[跟和同]你[说讲]|发|打|传|问|贴)";
const SOON = "(?:接下来|接着|以下|下面|下边|底下|后面|等[下等]|待会儿?)";
const EARLIER = "(?:刚[才刚]?|方才|之前|先前|上面|前面|以上|头先|啱啱|上一?(?=[条句段则个]))";
const MEMORY = "(?:长期|个人)?(?:记忆(?!体)|画像|个人档案)(?:库|里[面头]?|中|当中|之中)?";

/** In this order: what an earlier word takes in, a later one leaves alone. */
const WORDS: readonly (readonly [letter: string, word: RegExp])[] = [
  [
    "M",
    new RegExp(`(?:[写加放录收纳留存]|保存|储存|[记纪]录?)(?:进去?|入|到|在|至)?(?:你的?|我的|您的?)?${MEMORY}`, "g"),
  ],
  [
    "R",
    new RegExp(
      `从(?:你的?|我的|您的?)?(?:[记纪]录里?|资料里?|${MEMORY})(?:里)?(?:删[除掉了]?|移除|清[除掉]|抹掉?|拿掉)`,
      "g",
    ),
  ],
  [
    "C",
    /(?:(?:[这本此那整]|今[天日])一?(?:次|个|整?[段个]|场|串|则|天)?|当前|[我咱]们的?|全部|所有)的?(?:对话串?|聊天室?|会话|谈话|交谈)(?:[记纪]录|的?内容)?/g,
  ],
  [
    "A",
    new RegExp(
      `(?:今[天日晚]|${SOON}|[之以]后|从现在(?:起|开始))(?:我们?|咱们)?${SAYS}[的嘅]?(?:话|内容|东西|事情?|嘢)?(?:都|全部?|一切|所有)|我(?:今[天日]|接下来|之后)?${SAYS}的(?:任何|每句|所有|一切)(?:话|内容|东西|事情?)?|从现在(?:起|开始)`,
      "g",
    ),
  ],
  ["N", new RegExp(`(?:${SOON}的?(?:我[要想会]?)?|我${SOON}[要想会]?)(?:${SAYS}的?)?[这呢]?${UNIT}${NOUN}`, "g")],
  [
    "P",
    new RegExp(
      `我?${EARLIER}我?(?:[跟和同]你)?(?:${SAYS}过?[的嘅]?|[的嘅]|(?=[那这嗰条句段则个]))(?:[那这嗰]?${UNIT}${NOUN}|一切|全部)|我${SAYS}过?的(?:话|[这那]些|一切)|[那嗰]${UNIT}${NOUN}`,
      "g",
    ),
  ],
  ["T", new RegExp(`我(?:现在|今天)?要?${SAYS}的这${UNIT}${NOUN}|(?:这|呢(?=[个件段条句啲次]))${UNIT}${NOUN}|它`, "g")],
  ["F", /忘[记掉]/g],
  ["L", /忘了/g],
  ["E", /删[除掉了]|抹掉|清[除掉]/g],
  ["O", /[也就都先全你您]|你们|但是?|不过|所以|千万|最好|一定|绝对|务必|记得|顺便|只是|对了|统统|全部/g],
  ["Q", /请(?!勿)|麻烦|拜托|劳烦|[帮替给]我|帮忙|可不可以|能不能|[能可]否|(?<!不)可以|希望/g],
  [
    "K",
    /(?:[记纪]录|[记写录存])(?:下来|落[嚟来]|低)|[记纪]录|记[住下到着]|[记存]起来|列入[记纪]录|留下?(?:[记纪]录|底)|记/g,
  ],
  ["S", /保存(?:下来)?|储存|存储|存起|存档|收录|留存|保留|存/g],
  ["V", /不(?:想让?|希望|想要)(?:O|你)/g],
  ["W", /不[用必能]|不需要|不可(?:以)?|[无毋]需|毋须|唔使/g],
  ["D", /(?:不要|[请切]勿|不[许准]|别|勿|唔[好要]|咪)(?:再|去|QX|把它|随便|偷偷|又)?/g],
];

/** The sentence at equal length, its words that matter as letters. */
export function readChinese(sentence: string): string {
  return WORDS.reduce(
    (read, [letter, word]) => read.replace(word, (found) => letter.padEnd(found.length, "X")),
    sentence,
  );
}

/** No request does without one of these. Most sentences do, and need no closer look. */
export const CHINESE_HINT: RegExp =
  /(?:[不别勿唔咪]|毋须|[无毋]需)[^，,：:]{0,40}?[记纪录存留写放加收纳]|[忘删抹清]|移除|拿掉|保密|秘密|私下|我.{0,6}[没冇]/u;

/** What others said, how something is done or would be, and a row of rules on a wall, 请勿拍照，请勿记录, is no request. */
const NOT_AFTER =
  /(?:(?:(?<![我你话再才先实来和跟])说|(?<!我)(?:讲|叫|让|要求|提醒|嘱咐|交代|告诉|规定|写着|写道|写))(?:我们?|大家|过|道|了)?[，,：:\s]?|(?:为什么|为何|怎么|如何|怎样|怎|如果|要是|假如)[^，,：:]{0,20}|(?:请勿|禁止|严禁)[^，,]{1,8}[，,、\s]?)$/u;

const PARTICLE = "[吧了喔哦噢啊呀啦喇嘎哈嘛呢吗齁欸诶唷哟咯啰嘞呐嗷哩捏呗噻~～]*";
const END = `${PARTICLE}(?=$|[，,：:。.！!？?；;、）)…—QO好行谢因我]|\\s(?!(?!ok|thx|thanks|pls|please)[a-z]))`;
const CLAUSE = `(?:^|[\\s，,：:、（(—-])${PARTICLE}`;
const SMALL = "(?:[QO]X*|我(?=V)){0,4}";
const NOT = "[DVW]X*";

/** What is asked not to be kept, before the words or after them, with words of the mind and with words of files. */
function notKept(scope: Scope, what: string, alone?: Scope): readonly Phrase[] {
  const object = `[${what}]X*`;
  return ["KX*", "SX*"].map((keep) =>
    zh(
      scope,
      `(?:${CLAUSE}(?:我(?=V))?|[QO]X*)${NOT}(?:${keep}${object}|[把将]${object}给?${keep})${END}|${CLAUSE}${SMALL}[把将]?${object}${SMALL}${NOT}${keep}${END}`,
      { ...(alone && { alone }), ...(keep === "SX*" && { alsoOfFiles: true as const }) },
    ),
  );
}

function zh(scope: Scope, pattern: string, marks?: Omit<Phrase, "scope" | "pattern">): Phrase {
  return phrase(scope, pattern, { notAfter: NOT_AFTER, ...marks });
}

/** Over a sentence that `readChinese` has read. */
export const CHINESE: readonly Phrase[] = [
  ...notKept("conversation", "CA"),
  zh("conversation", `(?:^|[QO]X*)[FL]X*CX*${END}|(?<![我他她们])把CX*${SMALL}[FLE]X*${END}`),
  zh("conversation", `CX*${SMALL}(?:要|需要|必须)?${SMALL}保密${END}`),

  ...notKept("previous", "P"),
  zh("previous", `(?:^|QX*(?:OX*)?)把?FX*PX*${END}|QX*(?:OX*)?LX*PX*${END}|^LX*PX*(?=.*[吧啦喔哦])`),
  zh("previous", `(?<![我他她们])把[PT]X*${SMALL}给?[FLE]X*${END}`, { alsoOfFiles: true }),
  zh("previous", `(?<![我他她们])把?[PT]X*${SMALL}RX*`),
  zh("previous", `(?<![他她它们])当[作做成]?我(?:刚[才刚]|之前)?(?:OX*)?(?:没有?|从没|冇)[说讲提]过?${END}`),

  ...notKept("message", "T", "previous"),
  ...notKept("message", "N", "conversation"),
  zh("message", `${CLAUSE}${SMALL}DX*KX*${END}`, { alone: "previous" }),
  zh("message", `${CLAUSE}${SMALL}DX*SX*${PARTICLE}[：:]`, { alsoOfFiles: true }),
  zh(
    "message",
    `(?:${CLAUSE}(?:我(?=V))?|[QO]X*)${NOT}(?:[把将]?[TPN]X*)?MX*${END}|${CLAUSE}[TN]X*${SMALL}${NOT}MX*${END}`,
    {
      alone: "previous",
    },
  ),
  zh(
    "message",
    `${CLAUSE}${SMALL}(?:[TN]X*${SMALL}(?:要|得|需要)?|QX*${SMALL}要?)${SMALL}保密${END}|^(?:OX*)?要?保密${PARTICLE}(?=[，,：:])`,
    {
      alone: "previous",
    },
  ),
  zh("message", `${CLAUSE}(?:TX*)?只?(?:OX*)?是?(?:[我咱]们|我|OX*我)(?:俩|两[个人]?)?(?:之间)?的?小?秘密${END}`, {
    alone: "previous",
  }),
  zh("message", `${CLAUSE}我?私下里?[跟和对同]OX*[说讲]`),
];
