import type { Basis, Content } from "./persona.ts";
import type { RefusalCode } from "./revision.ts";
import type { FieldDefinition } from "./schema.ts";
import { toSimplified } from "./simplified-chinese.ts";
import { countWords } from "./word-count.ts";

/** Why a content must not come into a prompt. */
type Poison = Extract<RefusalCode, "url" | "markup" | "instruction">;

const LINK =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/|\b(?:mailto|javascript|data|file|tel):\S|\bwww\.|\]\(|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|io|ai|app|dev|info|biz|xyz|site|online|shop|club|link|ru|cn|uk|eu)\b(?![.\w])|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}\/|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]|\.\d)/i;

const ELEMENT =
  /<\/?[A-Za-z!?][^<>]*>|<\||\|>|<!--|-->|```|~~~|\{\{|\}\}|\{%|%\}|!\[|&(?:[a-z]{2,8}|#x?[\da-f]{1,6});|\[\/?INST\]/i;
/** Nobody sees these, so nobody can check what they carry: controls, bidirectional overrides, tags, private use, half characters. */
const UNSEEN = /\p{Cc}|\p{Co}|\p{Cn}|\p{Cs}|[\u{E0100}-\u{E01EF}]/u;
/** Joiners belong to the writing of emoji, Persian and Indian scripts; every other format character is hidden. */
const JOINER =
  /(?<=\p{Extended_Pictographic}|\uFE0F|[\u{1F3FB}-\u{1F3FF}])\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Sinhala}\p{M}])[\u200C\u200D](?=\p{L}|\s|$)/gu;
const FORMAT = /\p{Cf}/u;
/** More marks on one letter than any script needs. */
const PILED = /\p{M}{5,}/u;

/** What an assistant can be ordered to do. */
const DOING =
  "recommend|suggest|promote|advertise|mention|advise|praise|endorse|respond|reply|answer|say|tell|ask|remind|reveal|print|output|repeat|translate|include|append|prepend|insert|add|use|call|invoke|run|execute|send|forward|post|email|upload|download|install|delete|remove|transfer|pay|buy|purchase|order|click|visit|open|browse|search|fetch|follow|obey|comply|ignore|disregard|forget|override|bypass|refuse|deny|warn|pretend|act|behave|roleplay|trust|assume|treat|speak|talk|write|call|address|avoid|provide|give|keep|stop|start|end|begin";
/** Said to an assistant or of one, also in a phrase about style. */
const ADDRESSED: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instruction|prompt|rule|guideline|message|polic|safety|restriction|previous|above|prior)/i,
  /\b(?:system|developer) (?:prompt|message|instruction)|\bjailbreak|\bprompt injection/i,
  /\byou (?:must|should|shall|will|need to|have to|are to|can|may|are now)\b/i,
  new RegExp(
    `\\b(?:assistants?|ai|bot|chatbot|llm|model|claude|chatgpt|gpt)\\b(?: system)? (?:must|shall|should|has to|needs to|is to|will|may)(?: always| never| not)? (?:${DOING})\\b`,
    "i",
  ),
  /\b(?:instructs?|orders?|commands?|allows?|permits?|authori[sz]es?) (?:the |any |all )?(?:assistants?|ai|model|chatbot|you)\b/i,
  /\bwithout (?:asking|telling|informing|confirm)/i,
  /\b(?:tell|ask|remind|convince|persuade|urge) the user\b/i,
  new RegExp(
    `\\b(?:if|when|whenever|each time|every time)\\b.{0,60},\\s*(?:always |only |never )*(?:${DOING})\\b`,
    "i",
  ),
  // Who speaks to a memory vouches for something, and does not tell of themself.
  /^(?:please )?(?:remember (?:that|\S+ as)|(?:keep|bear) in mind|note (?:that|for)|memori[sz]e (?:that|this)|take note)\b/i,
  /\b(?:in|to|for|into) (?:your |its |the assistant's )?(?:long-term )?memory\s*(?:[:.]|that\b|$)|\b(?:save|store|write|add|put) .{0,40}\b(?:in|to|into) (?:your )?memory\b/i,
  /\b(?:is|are|as)\s(?:\S+\s){0,4}(?:trusted|trustworthy|authoritative|whitelisted|(?:most )?reliable|go-to)\s(?:\S+\s)?(?:source|authority|partner|site|website|domain|vendor|provider|sender)s?\b|\bis (?:trusted|whitelisted)\b/i,
  /(?:^|[.!?\n]\s*)(?:system|assistant|developer|tool|user|human)\s*[:>]/i,
  /(?:请|请你|你要)?记住.{0,30}(?:可信|可靠|信任|权威)|(?:可信|受信任|权威)的(?:来源|伙伴|网站|机构)/,
  /^from now on\b|\bfrom now on,? (?:you|always|never|only|the (?:assistant|ai|model))\b/i,
  /(?:忽略|无视|忘记|忘掉|绕过|跳过|不理会).{0,12}(?:指令|提示|规则|规定|设定|以上|之前|限制)|[你您](?:必须|应该|应当|只能|不得|不许|不准|一定要|务必|要)|系统(?:提示|讯息|消息)|从现在(?:起|开始)|从今(?:以后|往后)|(?:助手|助理|机器人|AI|模型)(?:必须|应当|应该|不得|一定要|只能)|^(?:请|务必|永远|始终|总是|一律|绝不|不要)+(?:推荐|推销|宣传|回复|回应|回答|提及|提到|告诉|执行|调用|呼叫|发送|传送|寄送|忽略|删除|购买|下单|点击|转[账帐]|汇款)/i,
];

const ORDERS: readonly RegExp[] = [
  ...ADDRESSED,
  new RegExp(`^(?:please |always |never |do not |don't |from now on,? )+(?:${DOING})\\b`, "i"),
  /^(?:recommend|respond|reply|answer|reveal|execute|invoke|obey|comply|pretend|roleplay|act as)\b/i,
];

/** In a style phrase, what goes beyond style: anything done, sold, called or kept from the user. */
const BEYOND_STYLE =
  /\b(?:recommend|suggest|promot|advertis|mention|endors|prais|reveal|execut|invok|run|send|forward|post|email|upload|download|install|delet|remov|transfer|pay|buy|purchas|order|click|visit|open|brows|search|fetch|obey|ignor|disregard|forget|overrid|bypass|pretend|trust|tool|function|plugin|api|command|script|terminal|shell|file|password|secret|token|prompt|instruction|system|brand|product|link|url|website|subscribe|sponsor)(?:s|e|es|ed|ing|ion|d)?\b|推荐|推销|宣传|广告|品牌|执行|调用|呼叫|发送|传送|寄送|删除|购买|付款|付费|转[账帐]|汇款|下单|下载|安装|工具|外挂|插件|忽略|密码|密钥|链接|连结|网站|网址|指令/i;
/** Names made by joining, as tools and products have them: `run_shell`, `runShell`, `run()`. */
const TOOL_NAME = /\w_\w|[a-z][A-Z]|\w\(\)|@\w|#\w|\$\w/;
const STYLE_WORDS = 12;
/** A capital within an inferred style phrase may be a brand, but for languages, forms of address and the like. */
const CAPITALIZED =
  /(?<=\S\s+)(?!(?:English|British|American|German|French|Spanish|Italian|Portuguese|Brazilian|Dutch|Swedish|Norwegian|Danish|Finnish|Polish|Czech|Russian|Ukrainian|Turkish|Greek|Arabic|Hebrew|Persian|Hindi|Urdu|Bengali|Tamil|Chinese|Mandarin|Cantonese|Simplified|Traditional|Japanese|Korean|Vietnamese|Thai|Indonesian|Latin|Markdown|I)\b)\p{Lu}\p{L}*\p{Ll}/u;

/** Why a content is held back; undefined when it may come into a prompt. Numbers, truths, dates and options always may. */
export function quarantine(content: Content, field: FieldDefinition, basis: Basis): Poison | undefined {
  if (typeof content !== "string" || (field.kind !== "text" && field.kind !== "set")) return undefined;
  if (UNSEEN.test(content) || FORMAT.test(content.replace(JOINER, "")) || PILED.test(content)) return "markup";
  // What only looks like plain letters is read as plain letters.
  const plain = toSimplified(content.normalize("NFKC"));
  if (LINK.test(plain)) return "url";
  if (ELEMENT.test(plain)) return "markup";
  return (field.style ? exceedsStyle(plain, basis) : givesOrders(plain)) ? "instruction" : undefined;
}

function givesOrders(text: string): boolean {
  return ORDERS.some((order) => order.test(text));
}

/** Style fields tell the assistant how to write, in a short phrase; what to do or to name is none of theirs. */
function exceedsStyle(text: string, basis: Basis): boolean {
  return (
    countWords(text) > STYLE_WORDS ||
    ADDRESSED.some((order) => order.test(text)) ||
    BEYOND_STYLE.test(text) ||
    TOOL_NAME.test(text) ||
    (basis === "inferred" && CAPITALIZED.test(text))
  );
}
