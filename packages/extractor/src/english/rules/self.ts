import type { Content } from "@lifelong/core";
import { TYPE_LETTERS } from "../../personality-type.ts";
import type { Cut } from "../cut/span.ts";
import { things } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";

const END = "(?= (?:[.,!;():]+|and|but|so|who|at|by|with|person|type|myself|in|since|or|now) | $)";

function axis(field: string, one: readonly [Content, string], other: readonly [Content, string]): readonly Rule[] {
  return [one, other].flatMap(([content, words]) =>
    rules(
      field,
      [
        `i am (?:an? )?(?:total |bit of an? |strong |big )?(?:${words})${END}`,
        `(?<=^ )as an? (?:${words}) (?:myself )?(?:, )?(?=(?:i|my) )`,
      ],
      { content },
    ),
  );
}

const CONDITIONS =
  "(?:(?:type (?:1|2|one|two) )?diabetes|asthma|adhd|add|autism|asperger 's|ocd|ptsd|bipolar disorder|bpd|schizophrenia|epilepsy|migraines|chronic migraines|chronic pain|chronic fatigue|fibromyalgia|arthritis|rheumatoid arthritis|lupus|multiple sclerosis|ms|parkinson 's|crohn 's(?: disease)?|ibs|ulcerative colitis|celiac(?: disease)?|coeliac(?: disease)?|endometriosis|pcos|high blood pressure|hypertension|low blood pressure|high cholesterol|heart disease|heart failure|cancer|breast cancer|leukemia|anemia|anaemia|hypothyroidism|hyperthyroidism|hashimoto 's|depression|clinical depression|anxiety|an anxiety disorder|social anxiety|insomnia|sleep apnea|narcolepsy|dyslexia|dyspraxia|tinnitus|psoriasis|eczema|rosacea|scoliosis|osteoporosis|gout|gerd|acid reflux|glaucoma|hiv|hepatitis [abc]|an eating disorder|anorexia|bulimia|tourette 's|cerebral palsy|cystic fibrosis|down syndrome|vertigo|back problems|chronic back pain|kidney disease|copd)";
const FAITH =
  "christian|catholic|roman catholic|protestant|evangelical|baptist|methodist|lutheran|anglican|orthodox christian|mormon|muslim|sunni muslim|shia muslim|jewish|jew|orthodox jew|hindu|buddhist|zen buddhist|sikh|jain|taoist|pagan|wiccan|atheist|agnostic|quaker|jehovah 's witness|presbyterian|bahá'í";
const CAMP =
  "democrat|republican|liberal|conservative|socialist|democratic socialist|social democrat|libertarian|communist|marxist|anarchist|tory|leftist|centrist|progressive";
const LOVE = "gay|lesbian|bisexual|bi|pansexual|asexual|queer|heterosexual|homosexual|straight|demisexual|aromantic";

const diagnosis: Cut = (words, from) => things(words, from);

export const SELF: readonly Rule[] = [
  ...axis(
    "personality.extraversion",
    ["E", "extrovert|extroverted|extravert|extraverted"],
    ["I", "introvert|introverted"],
  ),
  ...mbti(),
  ...rules("health.conditions", [
    `i (?:have|have got|suffer from|am suffering from|live with|was diagnosed with|have been diagnosed with|got diagnosed with|am diagnosed with|struggle with) (?:severe |mild |chronic |bad )?(?<value>${CONDITIONS})${END}`,
    `(?<=i (?:have|have got|suffer from|was diagnosed with|have been diagnosed with) (?:${CONDITIONS}) (?:and|,) )(?<value>${CONDITIONS})${END}`,
    `i am (?:an? )?(?<value>diabetic|type (?:1|2) diabetic|asthmatic|autistic|bipolar|dyslexic|epileptic|deaf|hard of hearing|legally blind|blind|hiv positive|pregnant|\\d+ (?:weeks|months) pregnant|wheelchair - bound|an amputee|neurodivergent|coeliac|celiac|anemic|anaemic|hypothyroid|paraplegic)${END}`,
    `as (?:someone|somebody|a person|a student|a parent|a woman|a man|an adult) (?:with|who has|living with) (?:severe |mild |chronic )?(?<value>${CONDITIONS}) (?:, )?(?=(?:i|my) )`,
    `i am (?:someone|somebody|a person|a student|a parent|a woman|a man|an adult) (?:with|who has|living with) (?:severe |mild |chronic )?(?<value>${CONDITIONS})${END}`,
    "i have (?:an? )?(?<value>(?:bad|weak|bum|herniated|slipped) (?:back|knee|knees|shoulder|shoulders|hip|hips|ankle|ankles|wrist|wrists|disc))(?= (?:[.,!;():]+|and|so|but|from|since) | $)",
    "i (?:often )?get (?<value>(?:chronic |bad )?(?:migraines|panic attacks))(?= (?:[.,!;()]+|and|but|so|when|from|often|every|a lot) | $)",
    `my (?:doctor|psychiatrist|therapist) (?:has )?diagnosed me with (?<value>${CONDITIONS})${END}`,
    "i (?<value>use a wheelchair)",
    `my (?<value>${CONDITIONS})(?= (?:is|gets|makes|has|means|medication|meds|symptoms))`,
  ]),
  ...rules("health.conditions", ["(?:i was|i have been|i got) diagnosed with(?: an?)?"], {
    take: (words, from) => diagnosis(words, from).slice(0, 2),
  }),
  ...rules(
    "health.conditions",
    [`i (?:no longer|do not) (?:have|suffer from) (?<value>${CONDITIONS})`, "i am no longer (?<value>pregnant)"],
    { effect: "drop" },
  ),
  ...rules("religion", [
    `i am (?:an? )?(?:practicing |practising |devout |born - again |committed |lapsed |raised )?(?<value>${FAITH})${END}`,
    `(?<=^ )as an? (?:practicing |practising |devout )?(?<value>${FAITH}) (?:myself )?(?:, )?(?=(?:i|my|we) )`,
    `i (?:have )?converted to (?<value>islam|christianity|judaism|buddhism|hinduism|catholicism)`,
  ]),
  ...rules("religion", [`i am (?:no longer|not) (?:an? )?(?:practicing |devout )?(?<value>${FAITH})`], {
    effect: "drop",
  }),
  ...rules("politics", [
    `i am (?:an? )?(?:registered |lifelong |staunch |proud |moderate )?(?<value>${CAMP})(?= (?:[.,!;()]+|and|but|so|who|at heart) | $)`,
    "i (?:always )?(?:vote|voted) (?:for )?(?<value>(?:the )?(?:democrats?|republicans?|labour|conservatives?|greens?|tor(?:y|ies)|lib dems?|spd|cdu))",
  ]),
  ...rules("sexuality", [`i am (?:an? )?(?<value>${LOVE})(?: man| woman| guy| girl)?${END}`]),
];

/** "I'm an INTJ" states all four axes. */
function mbti(): readonly Rule[] {
  return TYPE_LETTERS.flatMap(({ field, letter, type }) =>
    rules(
      field,
      [`(?:i am an?|my (?:mbti|personality|mbti type|personality type|type) is) ${type.toLowerCase()}(?: - [at])?`],
      { content: letter },
    ),
  );
}
