import { type Rule, rules } from "../rule.ts";
import { things } from "../value.ts";

export const TONGUE =
  "(?:英[语文]|日[语文]|韩[语文]|法[语文]|德[语文]|俄[语文]|西班牙[语文]|西语|葡萄牙语|葡语|意大利[语文]|阿拉伯语|泰[语文]|越南[语文]|印尼语|马来[语文]|印地语|粤语|广东话|闽南[语话]|台语|客家话|潮汕话|上海话|四川话|东北话|普通话|国语|中文|汉语|华语|手语|湖南话|河南话|山东话|福建话|海南话|温州话|客语|壮语|藏语|苗语|蒙语|荷兰语|瑞典语|希腊语|土耳其语|拉丁语|波斯语)";
const LIST = `(?<value>(?:(?:一点点?|一些|流利的?|基础的?|简单的?)?${TONGUE}(?:、|和|跟|与|还有|以及|，)?)+)`;
const WELL =
  "(?:还|很|也|都|比较|挺|蛮|不|非常|特别|一直|只是|就|太|有点)*(?:好|流利|溜|不错|一般|差|烂|可以|凑合|过得去|行|马马虎虎|半吊子|六级|四级|八级|专八|N[1-5]|[ABC][12])";

const languages = (wording: string, stretch: { start: number; end: number }) =>
  Array.from(wording.slice(stretch.start, stretch.end).matchAll(new RegExp(TONGUE, "g")), ({ 0: name, index }) => ({
    start: stretch.start + index,
    end: stretch.start + index + name.length,
  }));

export const ORIGIN: readonly Rule[] = [
  ...rules(
    "demographics.language",
    [
      `(?:会|能|懂)(?:说|讲|用|一点|一些|点)*${LIST}END`,
      `的?(?:母语|第一语言|第二语言|家里说的)(?:是|：)${LIST}END`,
      `(?:在家)?(?:平时)?(?:说|讲)(?:的是?)?(?<value>${TONGUE})END`,
      `的?(?<value>${TONGUE})(?:水平|口语|阅读|听力)?${WELL}END`,
      `(?:过了?|考过了?)(?<value>${TONGUE})(?:四级|六级|专八|N[1-5])`,
    ],
    { take: languages },
  ),
  ...rules("demographics.language", [`(?<value>${TONGUE})是我的?(?:母语|第一语言|第二语言|家乡话)`], { of: "anyone" }),
  // Who learns a language does not say that they speak it.
  ...rules(
    "personality.interests",
    [
      `(?:在|正在|开始|自)+(?<value>学(?:习)?${TONGUE})(?:[^，。的]{0,5})?END`,
      `(?<value>学${TONGUE})(?:学)?了[^，。]{1,6}END`,
    ],
    {
      take: things,
    },
  ),
];
