import type { Cut } from "../cut/span.ts";
import { things } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";

const WAY =
  "(?:strict |lifelong |mostly )?(?:vegan|vegetarian|pescatarian|pescetarian|fruitarian|flexitarian|omnivore|carnivore|lacto - vegetarian|ovo - vegetarian|plant - based|keto|paleo|halal|kosher|gluten - free|gluten free|dairy - free|dairy free|lactose - free|low - carb|low carb|sugar - free|raw vegan|teetotal)";
const FOOD =
  "meat|red meat|pork|beef|chicken|fish|seafood|shellfish|dairy|eggs|gluten|sugar|wheat|animal products|processed food|carbs|lamb|poultry|nuts";
const END =
  "(?= (?:[.,!;():]+|and|but|so|for|since|because|now|at|who|or|these|,|anymore|any|this|last|two|years|again|in|with|myself|as|due|/) | $)";

/** "I'm vegetarian and …": what stands behind shares the "I am", unless that denies, or brings somebody else in. */
const SHARED =
  "i am (?:(?!(?:not|no|never|of|with|for|to|in|on|at|into|after|if|like|about|that|who|whose|which|is|are|\\w+ing|worried|concerned|scared|surprised|convinced|told|sure|glad|afraid) )[\\w-]+ ){1,4}";

/** What one is allergic to, without what the allergy does. */
const allergens: Cut = (words, from) =>
  things(words, from).filter(({ first, last }) =>
    words
      .slice(first, last + 1)
      .every(
        (word) =>
          !/^(?:people|work|bullshit|mornings|bad|stupid|stupidity|nonsense|drama|responsibility|kind|types?|nothing|vegan|vegetarian|pescatarian)$/.test(
            word.plain,
          ),
      ),
  );

const FOODSTUFF =
  "(?:(?:spicy|fried|greasy|fatty|sugary|raw) )?(?:food|foods|stuff|dairy|milk|cheese|gluten|bread|wheat|coffee|caffeine|alcohol|wine|red wine|chocolate|onions|garlic|beans|tomatoes|citrus|soy|eggs|shellfish|seafood|nuts|lactose)";

export const FOOD_RULES: readonly Rule[] = [
  ...rules("diet", [
    `i am (?:an? )?(?<value>${WAY})${END}`,
    `(?<= ${SHARED}(?:, )?(?:and|but) )(?:an? )?(?<value>${WAY})${END}`,
    `(?<= i am (?:allergic|intolerant) to (?:[\\w-]+ ){1,3}(?:and|but) )(?<value>vegan|vegetarian|pescatarian)${END}`,
    `i (?:have been|became|went|turned|have gone|have become|am going|have turned|eat|only eat|eat only|cook|only cook|follow an?|am on an?|keep|switched to an?|started an?) (?:an? )?(?<value>${WAY}(?: diet)?)(?: food)?${END}`,
    "i (?:do|am doing|practice) (?<value>intermittent fasting)",
    "i am (?<value>(?:cutting out|avoiding) (?:sugar|carbs|gluten|dairy|meat|red meat|processed food))(?= (?:[.,!;()]+|and|but|so|for|because|this|right) | $)",
    `(?<=^ )as an? (?<value>${WAY}) (?:, )?(?=i )`,
    `i (?<value>(?:do not|never|no longer) eat (?:any )?(?:${FOOD})(?: (?:,|or|and)(?: or| and)? (?:${FOOD})){0,4})${END}`,
    `i (?<value>(?:can not|am not allowed to) eat (?:any )?(?:${FOOD})(?: (?:,|or|and)(?: or| and)? (?:${FOOD})){0,4})${END}`,
    `i (?:have )?(?<value>(?:stopped|quit|gave up|given up) (?:eating )?(?:${FOOD}))${END}`,
  ]),
  ...rules(
    "diet",
    [
      `i am (?:not|no longer) (?:an? )?(?<value>${WAY})`,
      `i (?:do not|no longer) eat (?<value>${WAY})`,
      `i (?:stopped|quit) (?:being|eating) (?:an? )?(?<value>${WAY})`,
      `i (?:used to be|was) (?:an? )?(?<value>${WAY})(?= (?:but|until|,|for|\\.|before))`,
      `i (?:have )?(?:started eating|started to eat|eat) (?<value>${FOOD}) again`,
    ],
    { effect: "drop" },
  ),
  ...rules(
    "allergies",
    [
      "i am (?:severely |deadly |highly |mildly |slightly )?(?:allergic|intolerant) to",
      `(?<= ${SHARED}(?:, |(?:, )?(?:and|but) ))(?:severely |deadly |highly |mildly |slightly )?(?:allergic|intolerant) to`,
      "i have (?:an? )?(?:severe |bad |mild |serious )?(?:allergy|allergies|intolerance) to",
      "my allergies (?:are|include)",
    ],
    { take: allergens },
  ),
  ...rules(
    "allergies",
    ["i can not (?:eat|have|drink) (?=(?:\\S+ ){1,4}?(?:, )?(?:because |as |since )?i am allergic)"],
    { take: allergens },
  ),
  ...rules("allergies", [
    "i am (?<value>(?:lactose|gluten|fructose|histamine) (?:- )?intolerant)",
    "i have (?:an? )?(?:severe |bad |mild |serious )?(?<value>\\w+(?: \\w+)?) (?:allergy|allergies|intolerance)(?= (?:[.,!;():]+|and|but|so) | $)",
    "my (?:severe |bad )?(?<value>(?:peanut|nut|tree nut|shellfish|egg|milk|dairy|soy|wheat|gluten|pollen|dust|cat|dog|latex|penicillin|bee|seafood|fish|sesame|lactose|fructose)) (?:allergy|intolerance)",
    `(?<!(?:this|that|the|your|these|those|his|her|their|same) )(?<value>${FOODSTUFF}) (?:always )?(?:messes? (?:up|with) my stomach|upsets? my stomach|does not agree with me|do not agree with me|gives? me (?:hives|heartburn|a rash|migraines|bad gas|indigestion))`,
    "i can not (?:tolerate|digest|have) (?<value>lactose|gluten|dairy|fructose|nuts|peanuts|shellfish|eggs|soy|wheat)",
  ]),
  ...rules("allergies", ["i am (?:not|no longer) allergic to"], { take: allergens, effect: "drop" }),
];
