import { type Rule, rules } from "../rule.ts";
import { type Cut, whole } from "../value.ts";
import { FAMILY } from "./name.ts";

/** Kin whose mention alone tells that they are there. Everybody has parents and friends: those need a name. */
const CLOSE =
  "(?:老公|老婆|男人(?!们|都|味)|丈夫|妻子|先生(?![成产气病效火孩个娃于前])|太太|媳妇儿?|老伴儿?|爱人(?!类|家)|未婚夫|未婚妻|男朋友|女朋友|男友|女友|对象(?![棋牙形征素])|儿子|女儿|闺女|双胞胎|[大小二三]?(?:儿子|女儿|闺女)|[大二三]宝|(?<=家)老[大二三]|[大小]?(?:哥哥?|弟弟?|姐姐?|妹妹?)|孙子|孙女|外孙女?|室友|舍友|继子|继女|婆婆|公公|岳父|岳母|丈母娘)";
const OTHER =
  "(?:妈妈?|爸爸?|母亲|父亲|老妈|老爸|奶奶|爷爷|外婆|外公|姥姥|姥爷|阿[嬷公妈爸]|叔叔|舅舅|舅妈|姑姑|姑妈|阿姨|[大小]姨|表[哥弟姐妹]|堂[哥弟姐妹]|侄[子女]|外甥女?|闺蜜|发小|死党|(?:最?好)?朋友|哥们|同[事学桌]|老板|领导|上司|老师|导师|师[父傅兄姐弟妹]|徒弟|搭档|合伙人|邻居|房东|学生|战友|工友|老乡|队友|球友|牌友|驴友|网友|老同学|老伙计|店员|伙计|干儿子|干女儿|干妈|继父|继母|亲家|姐夫|妹夫|嫂子|大嫂|弟媳|弟妹|小叔子|小姑子|大伯|[二三]叔|[三四]姨|大舅|助理)";
/** A short word for kin must not be the head of a longer one. */
const WORD_ENDS = "(?![哥弟姐妹家夫子女婆国墙红兵妈])";
const NAME = `(?:${FAMILY}[\\u4e00-\\u9fff]{1,2}?(?=[，。！？；：…～—（）\\n、在是和也要上今昨明从说去来叫都又还最有就把给想做当会不很没刚一入元爱喜被]|$)|[小老阿][\\u4e00-\\u9fff](?![板师公婆伴人爸妈孩哥弟姐妹时])|[A-Z][a-z]+|([\\u4e00-\\u9fff])\\k<twice>)`;
const named = (twice: string) =>
  NAME.replace("([\\u4e00", `(?<${twice}>[\\u4e00`).replace("\\k<twice>", `\\k<${twice}>`);
const CALLED = "(?:名?叫|名字叫|名字是)";
/** What is told of somebody: where they work, how old they are, what they are. */
const TOLD =
  "(?:[，（]?(?:今年|快|刚)?(?:[\\d一二三四五六七八九十半]+个?[岁月大]半?|上?(?:幼儿园|小学|初[一二三中]|高[一二三中]|大[一二三四]))|[，（]?[她他]?在[^，。！？；：…～—（）\\n我你这那]{1,8}?(?:做|当|读|上班|工作|上学)[^，。！？；：…～—（）\\n我你这那]{0,8}(?=[，。！？；）\\n]|$)|[，（]是?(?:个|一?名)?[^，。！？；：…～—（）\\n我你她他]{0,6}(?:医生|老师|护士|律师|工程师|设计师|[画作]家|程序员|编辑|厨师|警察|会计|司机|公务员)(?=[，。！？；）\\n]|$))";

const PET_HEAD = /^(?:猫|狗)/;
const someone: Cut = (wording, stretch) =>
  whole(wording, stretch).filter(({ start, end }) => !PET_HEAD.test(wording.slice(start, end)));

const KIDS =
  "(?:孩子|小孩|娃|儿子|女儿|闺女|双胞胎|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|孙子|孙女|外孙女?|男朋友|女朋友|男友|女友|对象|室友)";
const PARTNERS = ["男朋友", "女朋友", "男友", "女友", "对象"];
const SPOUSES = ["老公", "老婆", "丈夫", "妻子", "先生", "太太", "媳妇", "已婚"];

export const PEOPLE: readonly Rule[] = [
  ...rules(
    "relationships",
    [
      `(?:家的?|的)?(?<value>${CLOSE}${WORD_ENDS}${CALLED}?${named("one")}${TOLD}?)`,
      `的?(?<value>${OTHER}${WORD_ENDS}${CALLED}?${named("two")}${TOLD}?)`,
      `(?:家的?|的)?(?<value>(?:${CLOSE}|${OTHER})${WORD_ENDS}${TOLD})`,
      `(?:家的?|的)?(?<value>(?:${CLOSE}|${OTHER})${WORD_ENDS}${CALLED}[\\u4e00-\\u9fff]{1,3})STOP`,
      `(?:和|跟|同|与|陪着?|带着?|给)(?:我)?(?<value>${CLOSE}${WORD_ENDS}(?:${named("four")})?)(?!的)`,
      `(?:家的?|的)?(?<value>${CLOSE}${WORD_ENDS})(?!的?(?:是什么意思|关系|粉)|[^，。]{0,3}(?:走了|去世|过世|没了|不在了|分手|离了))`,
    ],
    { presupposed: true, of: "we", take: someone },
  ),
  ...rules(
    "relationships",
    [
      `(?<value>(?:老公|老婆|老伴|爱人(?!类|家)|媳妇|女儿|儿子|闺女|大宝|二宝)${CALLED}?${named("three")}${TOLD}?)`,
      `(?<value>(?:老公|老婆|老伴|女儿|儿子|闺女|大宝|二宝)${TOLD})`,
    ],
    { of: "anyone", presupposed: true, take: someone },
  ),
  ...rules(
    "relationships",
    [
      `(?:家里?|们)?有(?:了)?(?:一?个)?(?<value>(?:[两二三四五\\d]个|俩|仨|一?对)?(?:\\d+岁的|刚出生的|刚满月的|上[^，。]{1,4}的|亲)?${KIDS}|一儿一女|${KIDS})(?=了|，|。|！|\\n|$|要|需要|叫)`,
      `是(?:个|一个)?(?!全职)(?<value>(?:[一两二三四五\\d]个孩子的|[^，。我你他她]{0,4}?(?:单亲|二胎|新手|高龄)?)(?:妈妈|爸爸|奶爸|宝妈|宝爸|母亲|父亲|外婆|奶奶|爷爷))END`,
      "(?:一个人|独自)?带(?:着)?(?<value>(?:[两俩仨一二三\\d]个?)(?:娃|孩子))(?:过)?END",
      "(?:是)?(?<value>独生子女?|独生女|丁克|单亲妈妈|单亲爸爸)END",
      "(?:(?:和|跟|与)[^，。我你]{1,5})?(?:已经?|刚刚?|还|至今|现在|是)*(?<value>单身(?:狗)?|已婚(?:已育|未育)?|未婚|离异|离婚|丧偶|订婚|新婚|结婚|领证)(?:带[一两]?娃)?(?:了|的|[^，。]{0,4}[年月周天](?:了)?)*STOP",
      "(?<value>(?:和|跟|与)(?:父母|爸妈|爸爸妈妈|男朋友|女朋友|男友|女友|室友|家人|老公|老婆|孩子|公婆|奶奶|爷爷|外婆)(?:一起|一块儿?|合)?(?:住|同居|合租))(?:在|[^，。]{0,3}END)",
    ],
    { of: "we" },
  ),
  ...rules("relationships", ["生了(?:一?个|一?对)?(?<value>儿子|女儿|双胞胎|龙凤胎)END"], { of: "we", event: true }),
  ...rules(
    "relationships",
    [
      "(?:(?:和|跟|与)[^，。！？]{1,8}?)?(?:已经|刚|昨天|上周|上个?月)*分手了",
      "被(?:男朋友|女朋友|男友|女友|对象)?(?:甩|分手)了",
    ],
    {
      effect: "drop",
      contents: PARTNERS,
      of: "we",
      event: true,
    },
  ),
  ...rules("relationships", ["(?:(?:和|跟|与)[^，。！？]{1,6}?)?(?:已经|刚)*离婚?了婚?(?!的人)"], {
    effect: "drop",
    contents: SPOUSES,
    of: "we",
    event: true,
  }),
];
