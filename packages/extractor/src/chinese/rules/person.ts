import { type Rule, rules } from "../rule.ts";
import { COUNTRIES } from "./places.ts";

const NUMBER = "(?<value>[1-9]\\d|一百|[一二三四五六七八九]?十[一二三四五六七八九]?|[6-9])";
const NOT_THEN =
  "(?!的?时|的?那[年时]|开始|起|[以之]?前|就|来|才|以后[^，]|之后[^，]|多块|块|元|分|个|天|次|号|点|度|公|斤|年|月|万|%)";
const KIND =
  "(?<value>女生|男生|女孩子?|男孩子?|女性|男性|女人|男人|女的|男的|妹子|汉子|女大学生|跨性别(?:女性|男性|者)?|非二元性别?|女|男)";

export const PERSON: readonly Rule[] = [
  ...rules(
    "demographics.age",
    [
      `(?:今年|已经?|刚刚?|刚好|才|都|满|年|将将)*(?:满|过(?:完|了)?)?${NUMBER}周?岁${NOT_THEN}(?:生日)?END`,
      `(?:今年|刚刚?|刚好|才|都)+(?:满)?${NUMBER}${NOT_THEN}END`,
      `(?:都|已经|是)?${NUMBER}岁?的人END`,
      `虚岁${NUMBER}END`,
      `(?:刚|才)?满${NUMBER}${NOT_THEN}END`,
      `(?:刚|才)?过完?了?${NUMBER}岁?生日`,
      `是?(?:一?[个名位])?${NUMBER}周?岁的(?!时|那|生日)`,
      `${NUMBER}周?岁了?(?=的?(?:女|男|人|程|老|学|上班|宝|妈|爸))`,
    ],
    { numeric: true },
  ),
  ...rules("demographics.age", [`(?:今年|如今|现在|今|刚|都)${NUMBER}岁?(?:了|啦)STOP`, `(?:今年)?${NUMBER}岁?STOP`], {
    numeric: true,
    behind: /(?:我|本人|俺)(?:[^，。]{0,6}(?:叫|名|是))[^，。！？]{1,14}，$/,
  }),
  ...rules(
    "demographics.age",
    [
      `(?:正好|刚好|刚|是)?(?:过)?(?:我)?的?${NUMBER}岁生日`,
      `(?:上个?(?:月|周|礼拜|星期)|昨天|前天|今天)?才?刚满${NUMBER}岁?STOP`,
    ],
    {
      numeric: true,
      event: true,
    },
  ),
  ...rules("demographics.age", [`(?:今天|昨天|前天|上周.?|上个?礼拜.?)(?:正好|刚好|是|刚)?(?:过了?)?${NUMBER}岁生日`], {
    numeric: true,
    of: "anyone",
  }),
  ...rules("demographics.gender", [
    `是(?:一?[个名位枚])?(?:[^，。]{0,6}?岁的)?(?:单身|普通|已婚|未婚|年轻|中年|独居|跨性别)?的?${KIND}END`,
    `(?:性别)(?:是|：)?${KIND}END`,
  ]),
  ...rules("demographics.gender", ["(?<value>[女男])STOP"], {
    behind: /(?:我|本人|坐标[^，。]{0,6}|岁)，?$|^(?:本人|我)?$/,
  }),
  ...rules("demographics.nationality", [
    `是(?:一?[个名位])?(?:土生土长的|地道的?)?(?<value>(?:${COUNTRIES})(?:籍?华人|人|籍))END`,
    `的?国籍(?:是|：)(?<value>${COUNTRIES})END`,
    `(?:拿的?是?|持|有|入了?)(?<value>(?:${COUNTRIES})(?:护照|国籍|籍))(?:的)?END`,
  ]),
];
