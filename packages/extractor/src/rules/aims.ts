import { deed } from "../cut/deed.ts";
import type { Cut } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";

/** A goal of a life rather than of a conversation: these verbs, not "write", "make", "know". */
const LIFE =
  "(?=(?:become|be an?|lose (?:weight|some weight|\\d+|a few|ten|five|twenty)|gain (?:weight|muscle)|(?:quit|stop) (?:smoking|drinking|vaping|gambling|procrastinating|overthinking|worrying|biting my nails)|learn|improve my|run an? (?:\\w+ )?(?:marathon|5k|10k|half - marathon|ultra\\w*|triathlon)|get (?:fit|fitter|in shape|better at|healthier|stronger|married|promoted|into|a job|a new job)|travel|move to|emigrate|save|retire|study|buy an? (?:\\w+ )?(?:house|home|flat|apartment)|build (?:a career|my own|muscle|a house)|open an?|start (?:my own|a business|a family)|eat (?:healthier|less|more)|read more|sleep (?:better|more)|finish my|graduate|pass (?:my|the)|earn|publish|cut (?:down|back|out)|pay off|reduce my|lower my|drink (?:less|more)|exercise more|speak|master|win an? (?:medal|title|scholarship)) )";

const endeavour: Cut = (words, from) =>
  deed(words, from).filter(({ first, last }) => {
    const said = words
      .slice(first, last + 1)
      .map((word) => word.plain)
      .join(" ");
    return !/^(?:be able|be a bit|learn (?:how|more|about|what|why|the)|stop (?:it|this|here|using|the)|study (?:for|the)|buy a (?:gift|present)|start a (?:new )?(?:chat|conversation)|be a (?:good|bit|little|part)|speak (?:to|with|about)|travel (?:back|through|in))\b/.test(
      said,
    );
  });

/** A work that takes months; most of what one works on is done the same day. */
const work: Cut = (words, from) => {
  const behindVerb = words[from + 1]?.plain === "on" ? from + 2 : from + 1;
  const named = words[behindVerb]?.plain === "my" ? behindVerb + 1 : behindVerb;
  return thing(words, named)
    .filter(({ last }) => WORKS.test(words[last]?.plain ?? ""))
    .map(({ last }) => ({ first: from, last }));
};
const WORKS = /^(?:novel|manga|memoir|thesis|dissertation|album|screenplay|phd)$/;

export const AIMS: readonly Rule[] = [
  ...rules(
    "goals",
    [
      "(?:my|one of my) (?:main |biggest |ultimate |next |new |long - term |short - term |life |life 's |personal |fitness |career |current |big )*(?:goal|goals|dream|aim|ambition|resolution|new year 's resolution|target|objective|plan)(?: (?:for |in )?(?:this|the next|next|\\d{4})(?: (?:year|month|summer|winter|week|season|semester|decade))?)? (?:is|are|has always been|is still) to",
      "i (?:dream of|have always dreamed of|have always wanted to|always wanted to|dream about|am determined to|aspire to|hope to one day|aim to)",
    ],
    { take: deed },
  ),
  ...rules(
    "goals",
    [
      `i (?:want to|am trying to|am planning to|plan to|hope to|would love to|would like to|am hoping to|intend to|am aiming to|decided to|have decided to|am working to|want|need to) ${LIFE}`,
    ],
    { take: endeavour },
  ),
  ...rules(
    "goals",
    [
      "i am (?:training for|preparing for|saving (?:up )?for|saving money for|studying for|working towards|working toward)",
    ],
    {
      take: (words, from) => {
        const first = /^(?:my|the)$/.test(words[from]?.plain ?? "") ? from + 1 : from;
        return thing(words, first).filter(
          ({ last }) =>
            !/^(?:meeting|trip|class|dinner|party|interview|presentation|work|quiz)$/.test(words[last]?.plain ?? ""),
        );
      },
    },
  ),
  ...rules(
    "goals",
    [
      "my (?:main |biggest |ultimate |long - term |short - term |life |personal |fitness |career )?(?:goal|dream|ambition|dream job) is(?! to)",
    ],
    { take: thing },
  ),
  ...rules(
    "goals",
    [
      "i (?:no longer|do not) (?:want|plan|hope|intend) to",
      "i am no longer (?:trying|planning|hoping) to",
      "i (?:have )?(?:gave|given) up on",
      "i am not (?:trying|planning|aiming) to",
    ],
    { take: deed, effect: "drop" },
  ),
  ...rules("goals", ["i am (?=(?:working on|writing|finishing) )"], { take: work }),
  ...rules("constraints", [
    "i (?<value>(?:do not|never) (?:drive|smoke|drink|drink alcohol|own a car|have a car|have an? (?:oven|tv|license|licence|driver 's license|credit card|smartphone|microwave|garden|balcony|dishwasher|bike|printer|blender|freezer|computer|laptop)|cook|fly|use social media|swim))(?= (?:[.,!;():]|and|but|so|or|at|because|any|myself|anymore|here|since)| $)",
    "i (?<value>can not (?:drive|swim|fly|drink alcohol|ride a bike|cook|read music|walk (?:far|long distances)|climb stairs|use stairs|afford a car|drive at night|stand for long|work (?:nights|weekends|evenings)))(?= (?:[.,!;():]|and|but|so|or|at|because|any|anymore|since)| $)",
    "i am on (?:an? )?(?<value>(?:tight|limited|small|low|student|shoestring|strict) budget)",
    "i (?<value>work (?:nights|night shifts|the night shift|weekends|from home|shifts|remotely))(?= (?:[.,!;():]|and|but|so|or|on|because|since|most|every)| $)",
    "i (?<value>only have (?:\\d+|\\w+) (?:minutes|hours) (?:a|per|each) (?:day|week))",
    "i am (?<value>colorblind|color blind|colour blind|colourblind|left - handed|lefthanded)",
  ]),
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
