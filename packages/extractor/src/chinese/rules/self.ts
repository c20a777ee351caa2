import { TYPE_LETTERS } from "../../personality-type.ts";
import { type Rule, rules } from "../rule.ts";

const CONDITIONS =
  "(?:[12一二]型糖尿病|妊娠糖尿病|糖尿病|糖前期|高血压|低血压|高血脂|高血糖|低血糖|高尿酸|痛风|哮喘|鼻炎|过敏性鼻炎|慢性咽炎|慢阻肺|心脏病|冠心病|心律不齐|早搏|脑梗|中风|癫痫|偏头痛|失眠症?|抑郁症?|重度抑郁|轻度抑郁|焦虑症?|双相(?:情感障碍)?|躁郁症|强迫症|惊恐障碍|社交恐惧症|厌食症|暴食症|自闭症|阿斯伯格|ADHD|多动症|注意力缺陷|精神分裂症?|胃炎|慢性胃炎|胃溃疡|胃病|反流性食管炎|肠易激综合征|肠易激|克罗恩病?|溃疡性结肠炎|乙肝|脂肪肝|肝硬化|胆结石|肾结石|肾炎|甲亢|甲减|桥本|甲状腺结节|肺结节|乳腺结节|子宫肌瘤|多囊卵巢(?:综合征)?|多囊|子宫内膜异位症?|痛经|贫血|地中海贫血|白血病|淋巴瘤|乳腺癌|肺癌|胃癌|癌症?|红斑狼疮|类风湿(?:性关节炎)?|关节炎|强直性脊柱炎|腰椎间盘突出|腰突|颈椎病|腱鞘炎|腰肌劳损|骨质疏松|脊柱侧弯|湿疹|银屑病|牛皮癣|荨麻疹|白癜风|青光眼|白内障|干眼症|耳鸣|睡眠呼吸暂停|帕金森|多发性硬化|艾滋病?|HIV)";
const FAITH = "(?:佛教徒|基督徒|基督教徒|天主教徒|穆斯林|回教徒|道教徒|居士|无神论者|摩门教徒|犹太教徒|印度教徒)";

function axis(field: string, letter: string, patterns: readonly string[]): readonly Rule[] {
  return rules(field, patterns, { contents: [letter] });
}

const KIND = "(?:是)?(?:一?个)?(?:比较|很|非常|偏|特别|典型的|纯|大|天生|标准的?|骨子里|其实是个)*";
const letters = (letter: string) => [`${KIND}${letter} ?人(?:，|一[个枚])?(?:END|STOP)`];
const words = (said: string) => [`(?:的?(?:性格|个性|性子))?${KIND}(?:${said})(?:的)?(?:人|型|性格)?END`];

/** "INTJ" states all four axes. */
function types(): readonly Rule[] {
  return TYPE_LETTERS.flatMap(({ field, letter, type }) =>
    axis(field, letter, [
      `(?:是)?(?:一?个)?(?:典型的?)?${type}(?:-[AT])?(?:人|型|人格)?END`,
      `的?(?:MBTI|人格|性格)(?:类型)?(?:测出来)?(?:是|：) ?${type}`,
    ]),
  );
}

export const SELF: readonly Rule[] = [
  ...axis("personality.extraversion", "I", [...letters("I"), ...words("内向|社恐内向")]),
  ...axis("personality.extraversion", "E", [...letters("E"), ...words("外向")]),
  ...axis("personality.thinking", "T", letters("T")),
  ...axis("personality.thinking", "F", letters("F")),
  ...axis("personality.judging", "J", letters("J")),
  ...axis("personality.judging", "P", letters("P")),
  ...types(),
  ...rules("personality.extraversion", ["(?:下了?台|私底下|私下|其实|骨子里)却?是个?内向的?人?END"], {
    contents: ["I"],
    behind: /我[^。！？]{0,20}，$/,
  }),
  ...rules(
    "health.conditions",
    [
      `(?:查出(?:来)?(?:有)?|确诊(?:了|为|是)?|被诊断(?:为|出|出有)?|被确诊(?:为)?|检查出|得了)(?:了|轻度的?|中度的?|重度的?)*(?<value>${CONDITIONS})END`,
    ],
    {
      event: true,
    },
  ),
  ...rules("health.conditions", [
    `(?:有|患有|得了|得|患|查出(?:来)?(?:有)?|确诊(?:了|为|是)?|被诊断(?:为|出|出有)?|被确诊(?:为)?|检查出)(?:了|轻度的?|中度的?|重度的?|严重的?|轻微的?|多年的?|[^，。我你]{1,4}年的?)*(?<value>${CONDITIONS})(?:[^，。]{0,6}[年月](?:了)?)?END`,
    `(?:一直|有点|老是?)?(?!失眠|贫血|耳鸣|痛经|焦虑|抑郁|强迫|社交恐惧|多动|中风|鼻炎)(?<value>${CONDITIONS})(?:很严重|好多年|[^，。]{0,4}年)?(?:了|的)?END`,
    `(?<value>(?:怀孕|怀二胎|怀了(?:二胎|双胞胎))(?:[\\d一二三四五六七八九十]+(?:个?月|周))?)(?:了|，|[\\d一二三四五六七八九十]+(?:个?月|周)了?)*END`,
    "(?:已经?|现在)*(?:怀孕|孕)(?<value>[\\d一二三四五六七八九十]+(?:周|个月))END",
    "(?<value>(?:血压|血糖|血脂|尿酸)(?:一直|有些|有点|偏)*(?:偏?[高低]))(?:，|END)",
    "(?<value>耳背|失聪|失明|弱视|听障|视障|截肢|半身不遂|流产(?:过)?|绝经|更年期)(?:了|的)?END",
    `的(?<value>${CONDITIONS})(?:又|最近|一直|该|需要|怎么|要)`,
  ]),
  ...rules(
    "health.conditions",
    [
      `(?:的)?(?<value>${CONDITIONS})(?:已经|终于)?(?:好|治好|痊愈)了`,
      `(?:已经)?(?:没有|不再有)(?<value>${CONDITIONS})了`,
    ],
    { effect: "drop" },
  ),
  ...rules("religion", [
    `是(?:一?[个名位])?(?:虔诚的?)?(?<value>${FAITH})END`,
    "(?<value>信(?:佛教?|基督教?|耶稣|天主教?|主|伊斯兰教?|道教?|安拉|印度教))(?:，|的|了|很?[^，。]{0,4}年了?)*END",
    "(?<value>不信(?:教|佛|神)|没有宗教信仰|无神论)(?:的)?END",
    "(?:细想)?(?:我)?(?:其实)?(?<value>不(?:算|再)信(?:佛|教|主|神))(?:了)?END",
    "(?:受洗|皈依)(?:成|了|为)?(?<value>基督徒|天主教|佛教|佛门|基督教)END",
  ]),
  ...rules("religion", ["(?:细想)?我(?:其实)?(?<value>不(?:算|再)信(?:佛|教|主|神))(?:了)?END"], { of: "anyone" }),
  ...rules("politics", [
    "是(?:一?[个名位])?(?:老)?(?<value>(?:中共|共产)?党员|预备党员|民进党员|国民党员|民主党派成员|左派|右派|自由派|保守派|社会主义者|无政府主义者)END",
  ]),
  ...rules("sexuality", [
    "是(?:一?[个名位])?(?<value>同性恋|双性恋|异性恋|泛性恋|无性恋|gay|拉拉|les|直男|直女|弯的|同志|酷儿)END",
    "(?:的)?性取向是(?<value>[^，。我你他她]{1,6})END",
  ]),
];
