import { type Rule, rules } from "../rule.ts";

/** Family names, the common ones; those that are rather verbs in front of a noun are left out. */
export const FAMILY =
  "(?:欧阳|司马|上官|诸葛|东方|皇甫|慕容|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍涂苗谷盛曲翁冉骆蓝辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤穆司卓古吉缪简连芦麦窦戚岑党宫费卜冷晏席卫柏宗瞿桂佟应臧闵苟邬边卞姬仇栾隋商刁巫桑郎甄丛虞敖佘池查苑冀郁胥高段])";
/** What a person is called: family and given name, a Latin name, a pet form. */
const PERSON_NAME = `(?:${FAMILY}${"[\\u4e00-\\u9fff]"}{1,2}?|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}|[A-Z]{2,8}|(?:小|老(?![师板公婆大实家乡年人总是])|阿|大)[\\u4e00-\\u9fff]{1,2}?|(?<twin>(?![妈爸爷奶哥姐弟妹])[\\u4e00-\\u9fff])\\k<twin>)`;
const NOT_A_NAME = "(?!外卖|车|个|他|她|它|你|我|大家|不|了|救护|滴滴|小姐|老师|什么|啥|小孩|老板|大哥|一|来)";
const TITLED = `(?:[\\u4e00-\\u9fffA-Za-z]{1,4}(?:老师|姐姐?|哥哥?|叔叔?|姨|总|工|医生|大夫|教授|同学|先生|女士|小姐|师傅|老板|爷爷?|奶奶?|阿姨))`;
const ADDRESS = `(?<value>${TITLED}|${PERSON_NAME}|[\\u4e00-\\u9fff]{2,4}(?=就[好行]|即可|吧|罢|就可以)|[A-Z][A-Za-z]{1,15})`;
const NOT_AN_ORDER = "(?!去|来|做|别|不|先|起床|怎么|如何|回|写|给|帮|想|说|看|吃|出|爱|啥|什么)";
const OVER = "(?:就[好行]了?|就可以了?|即可|吧|罢)*";

export const NAME: readonly Rule[] = [
  ...rules("demographics.name", [
    `叫(?:做|作)? ?${NOT_A_NAME}(?<value>${PERSON_NAME})STOP`,
    `叫(?:做|作)? ?${NOT_A_NAME}(?<value>${PERSON_NAME})(?:啦|啊|呀|喔|哦|的)STOP`,
    `的?(?:名字|本名|真名|全名|姓名|大名|中文名|英文名)(?:就?是|叫做?|：) ?(?<value>${PERSON_NAME}|[\\u4e00-\\u9fff]{2,4})STOP`,
    `名叫 ?(?<value>${PERSON_NAME})STOP`,
  ]),
  ...rules("demographics.name", [
    `(?<=(?:你好|您好|大家好|哈喽|哈啰|嗨|hi|hello)[，！。 ]?我)是(?<value>${PERSON_NAME})STOP`,
  ]),
  ...rules(
    "interaction.address",
    [
      `(?:(?:请|麻烦|以后|今后|往后|可以|就|你|您|直接|还是|大家|朋友们?|同学们?|学生们?|同事们?|别人|家里人|大伙儿?|街坊们?|身边人|熟人|网友们?|他们)(?:都|就|也)?)*(?:叫|喊|称呼|称)我(?:做|为|一声)? ?${NOT_AN_ORDER}${ADDRESS}${OVER}END`,
      `(?:希望|想|想要|喜欢|更喜欢)(?:你|别人|大家)?(?:叫|喊|称呼)我(?:做|为)?${NOT_AN_ORDER}${ADDRESS}${OVER}END`,
    ],
    { of: "anyone", order: true },
  ),
  ...rules(
    "interaction.address",
    [
      `(?:请|以后|你)*(?:别|不要|不用|不准)(?:再)?(?:叫|喊|称呼)我?(?<value>${TITLED}|${PERSON_NAME}|[\\u4e00-\\u9fff]{2,4})(?:了)?END`,
    ],
    {
      effect: "drop",
      of: "anyone",
      order: true,
    },
  ),
];
