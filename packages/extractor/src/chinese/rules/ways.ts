import { type Rule, rules } from "../rule.ts";
import { whole } from "../value.ts";

/** Tools with names in Latin letters, as they are written. */
const TOOL = "[A-Z][A-Za-z0-9.+#]*(?: (?:[A-Z0-9][A-Za-z0-9.+#]*))?";

/** How the user gets things done, and when an assistant is asked. */
export const WAYS: readonly Rule[] = [
  ...rules(
    "preferences.workflows",
    [
      "(?:做事|干活|写东西|工作|学东西|学习|办事|写代码)?(?:总要|总是|总得|习惯|喜欢|一向|向来|都是?|必须)+(?<value>先[^，。！？；我你他她这那]{2,8}?(?:再|然后|、)[^，。！？；我你他她这那]{1,8}?)END",
      "(?:做事|干活|写东西|工作|学东西|学习)(?:总要|总是|总得|习惯|喜欢|一向|向来|都)+(?<value>先[^，。！？；我你他她这那]{2,10}?)END",
      `(?:从[^，。我你他她这那]{1,6}(?:就|起|开始)(?:一直)?|一直(?:都)?|平[时常日](?:都)?|日常|主要|习惯|只)(?:在)?(?<value>用 ?${TOOL})(?: ?到现在| ?做| ?写| ?画| ?剪|END)`,
      "(?:更)?(?:习惯|喜欢)(?<value>边做边学|自己(?:动手|摸索|琢磨)|一步一步来|列清单|先列提纲|手写笔记|做计划)END",
    ],
    { take: whole },
  ),
  ...rules(
    "preferences.workflows",
    [
      `(?:[^，。我你他她]{0,10}(?:从今天起|从现在起|以后|今后|现在))(?<value>改用 ?${TOOL})`,
      `我(?:现在|已经)?(?<value>改用 ?${TOOL})`,
    ],
    {
      of: "anyone",
      take: whole,
    },
  ),
  ...rules(
    "patterns.usage",
    ["(?:每次都|总是|都是?|一般都?)(?<value>(?:半夜|凌晨|深夜|早上|睡前|上班路上|通勤时?|午休时?)才?(?:来)?问)你"],
    { take: whole },
  ),
  ...rules("patterns.usage", ["以后都(?<value>(?:早上|晚上|睡前|半夜|周末)来问)你"], { take: whole, of: "anyone" }),
];
