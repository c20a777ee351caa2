import { type Rule, rules } from "../rule.ts";
import { whole } from "../value.ts";

const CATS =
  "狸花猫?|橘猫|奶牛猫|三花猫?|布偶猫?|英短|美短|蓝猫|暹罗猫?|缅因猫?|无毛猫|田园猫|黑猫|白猫|玳瑁猫?|金渐层|银渐层|加菲猫?|米克斯|流浪猫|小猫咪?|老猫|猫咪|猫";
const DOGS =
  "柯基|金毛|拉布拉多|泰迪|贵宾犬?|比熊|哈士奇|二哈|边牧|德牧|柴犬?|秋田犬?|法斗|斗牛犬|博美|萨摩耶?|雪纳瑞|吉娃娃|腊肠犬?|阿拉斯加|田园犬|土狗|黑狗|流浪狗|小狗狗?|老狗|导盲犬|狗狗|狗子|狗";
const OTHERS =
  "兔子|仓鼠|龙猫|荷兰猪|豚鼠|鹦鹉|玄凤|虎皮|文鸟|八哥|乌龟|陆龟|金鱼|热带鱼|孔雀鱼|守宫|蜥蜴|刺猬|雪貂|蜜袋鼯|鸽子";
/** Alone these are parts of other words: "我家马上要装修". */
const KEPT = "蛇|马|鸡|鸭子?|鹅|羊|牛|猪|蜜蜂";
const KIND = `(?:${CATS}|${DOGS}|${OTHERS})`;
/** "猫粮" is no cat. */
const WORD_ENDS = "(?![粮砂咖窝薄罐条眼舍饼毛包头奴片爬犬展耳抓牌图步腿肉])";
const COUNT = "(?:[一两二三四五六\\d几]|好几)?(?:只|条|匹|头|个|缸|对)";
const COUNTED = "(?:了|着|过?了)?(?:一?[只条匹头个缸对](?!.{0,3}共))?";
const MANY = "(?:[两二三四五六七八九十\\d]+[几来]?|好几|几)(?:只|条|匹|头|个|对)";
const LOOKS = "[^，。！？；：…～—（）\\n我你他她这那的]{0,6}?(?:岁的?|的)?";
const AGE = "(?:，?(?:[\\d一二两三四五六七八九十半]+个?[岁月](?:大|半|了)?|[公母]的?))";
const CALLED = "(?:，?(?:它|他|她)?(?:名字)?(?:叫|名叫|是)(?!什么|啥)[^，。！？；：…～—（）\\n我你的]{1,6}?)";
const ENDS = "(?=[，。！？；：…～—（）\\n]|$)";

export const ANIMALS: readonly Rule[] = [
  ...rules(
    "pets",
    [
      `(?:家里?|们家里?)?(?:又|还)?(?:养|领养|收养|捡|接|买)${COUNTED}(?<value>(?:${MANY})?${LOOKS}(?:${KIND}|${KEPT})${WORD_ENDS}${AGE}?${CALLED}?${AGE}?)${ENDS}`,
      `(?:家里?|们家里?)?(?:养|领养|收养|捡)${COUNTED}(?<value>(?:${MANY})?${KIND}${WORD_ENDS})`,
      `(?:家里?|们家里?)?有(?<counted>${COUNT})(?<value>${LOOKS}${KIND}${WORD_ENDS}${AGE}?${CALLED}?${AGE}?)${ENDS}`,
      `(?:家里?的?|们家的?|的|养的)(?:那?[只条])?(?<value>${KIND}${WORD_ENDS}(?:(?:名字)?(?:叫|名叫)(?!什么|啥)[^，。！？；：…～—（）\\n我你的]{1,6}?${ENDS})?${AGE}?)(?!(?:去世|死|走|没|丢|送|是什么))`,
    ],
    { of: "we", presupposed: true, take: whole },
  ),
  ...rules(
    "pets",
    [
      `(?:[刚新]?领养的)(?<value>${KIND}${WORD_ENDS})`,
      `家里(?:还)?有${COUNT}(?<value>${LOOKS}${KIND}${WORD_ENDS}${AGE}?${CALLED}?)${ENDS}`,
      `家里(?:还)?养${COUNTED}(?<value>(?:${MANY})?${LOOKS}${KIND}${WORD_ENDS}${AGE}?${CALLED}?)${ENDS}`,
    ],
    {
      of: "anyone",
      presupposed: true,
    },
  ),
  ...rules("pets", [`是只?(?<value>${KIND}，(?:名字)?叫[^，。！？；：…～—（）\\n我你的]{1,4}${AGE}?)${ENDS}`], {
    of: "anyone",
  }),
  ...rules(
    "pets",
    [
      `(?:家|们家|的|家里)?的?(?<value>${KIND})[^，。]{0,8}?(?:去世|死|走丢|没|丢|送人|送走|去了汪星|去了喵星)了`,
      `(?:已经)?不(?:再)?养(?<value>${KIND})了`,
      `把(?<value>${KIND})[^，。]{0,6}送(?:人|走|给)`,
    ],
    { effect: "drop", of: "we", event: true },
  ),
];
