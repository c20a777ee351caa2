import type { Cut } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";
import { LANGUAGES } from "./peoples.ts";

/** "beginner in Python": what one is new to, with the word that says so. */
const newcomer: Cut = (words, from) => {
  const subject = words[from]?.plain === "to" ? from + 1 : from + 2;
  const first = words[from]?.plain === "to" ? from - 1 : from;
  return thing(words, subject)
    .filter((span) => !words.slice(span.first, span.last + 1).some((word) => FLEETING.test(word.plain)))
    .map(({ last }) => ({ first, last }));
};
const FLEETING =
  /^(?:conversation|chat|chatgpt|gpt|ai|site|website|forum|group|subreddit|app|channel|here|area|town|city|level|stuff|tool|position|role|team|job)$/;

const TONGUE = `(?:${[...LANGUAGES].join("|")})`;

/** What one does not change for a task: systems and devices. */
const GEAR =
  "(?:windows(?: (?:xp|7|8|10|11))?|linux|linux mint|ubuntu|debian|fedora|arch|arch linux|mac|macbook|macbook (?:pro|air)|macos|imac|mac mini|iphone(?: \\d+)?(?: (?:pro|mini|plus|max|pro max))?|ipad(?: (?:pro|air|mini))?|android|android phone|android tablet|pixel \\d+|samsung galaxy \\w+|chromebook|thinkpad|raspberry pi(?: \\d)?|steam deck|ps4|ps5|playstation \\d|xbox|xbox one|xbox series [xs]|nintendo switch|kindle|screen reader)";

export const LIMITS: readonly Rule[] = [
  ...rules("constraints", [
    "i (?<value>(?:do not|never) (?:drive|smoke|drink|drink alcohol|own a car|have a car|have an? (?:oven|tv|license|licence|driver 's license|credit card|smartphone|microwave|garden|balcony|dishwasher|bike|printer|blender|freezer|computer|laptop)|cook|fly|use social media|swim))(?= (?:[.,!;():]+|and|but|so|or|at|because|any|myself|anymore|here|since) | $)",
    "i (?<value>can not (?:drive|swim|fly|drink alcohol|ride a bike|cook|read music|walk (?:far|long distances)|climb stairs|use stairs|afford a car|drive at night|stand for long|work (?:nights|weekends|evenings)))(?= (?:[.,!;():]+|and|but|so|or|at|because|any|anymore|since) | $)",
    "i am on (?:an? )?(?<value>(?:tight|limited|small|low|student|shoestring|strict) budget)",
    "i (?<value>work (?:nights|night shifts|the night shift|weekends|from home|shifts|remotely))(?= (?:[.,!;():]+|and|but|so|or|on|because|since|most|every) | $)",
    "i (?<value>only have (?:\\d+|\\w+) (?:minutes|hours) (?:a|per|each) (?:day|week))",
    `i (?<value>(?:use|am using|am on|have|own|run) (?:an? |my )?(?:old |new |cheap |android )?${GEAR})(?= (?:[.,!;():]+|and|but|so|or|on|at|because|since|with|for) | $)`,
    "(?<value>\\w+ is not my (?:first|native|mother) (?:language|tongue))",
    "as an? (?<value>non ?-? ?native (?:\\w+ )?speaker) (?:myself )?(?:, )?(?=(?:i|my) )",
    `i (?<value>do not speak (?:any )?${TONGUE})(?= (?:[.,!;():]+|and|but|so|or|at|yet|very|well|here) | $)`,
    "(?<value>i am not an? native (?:\\w+ )?speaker)",
    "i (?:only )?(?<value>work (?:full - time|full time|part - time|part time))(?= (?:[.,!;():]+|and|but|so|or|on|because|since|as|at) | $)",
    "i have an? (?<value>(?:full - time|full time|part - time|part time|9 - to - 5|9 - 5|nine - to - five) job)",
    "i (?<value>(?:do not know how to|can not) (?:code|program))(?= (?:[.,!;():]+|and|but|so|or|at|because|since|yet) | $)",
    "i (?:have )?(?<value>no (?:coding|programming|technical|musical|math|medical|legal|cooking|drawing|gym|scientific|design|computer science|it|engineering) (?:experience|background|knowledge|skills|training))",
    "i have (?<value>no (?:coding|programming|technical|musical|medical|legal|design|engineering) (?:experience|background|knowledge|skills|training))",
    "i (?<value>only have (?:one|two|\\d+) (?:days|hours|evenings) (?:off )?(?:a|per|each) week)",
    "my (?<value>(?:monthly|weekly|yearly|annual|grocery|food) budget is (?:about |around |only |roughly )?(?:[$€£] )?\\d[\\d,.]*(?: (?:[$€£]|dollars|euros|pounds|usd|eur|bucks|rupees|k))?)",
    "i am (?<value>colorblind|color blind|colour blind|colourblind|left - handed|lefthanded)",
  ]),
  ...rules(
    "constraints",
    [
      "i am an? (?:complete |total |absolute |real )?(?=(?:beginner|newbie|novice|noob) (?:in|at|with|to) )",
      "i am (?:new|brand new) (?=to )",
    ],
    { take: newcomer },
  ),
  ...rules(
    "constraints",
    [
      "i (?:have )?(?<value>(?:drive|smoke|drink)) again",
      "i (?:have )?(?:started|learned to) (?<value>driv\\w+|smok\\w+|drink\\w*|swim\\w*)(?= )",
      "i am no longer on (?:an? )?(?<value>(?:tight|limited|small|low|student|strict) budget)",
    ],
    { effect: "drop" },
  ),
];
