import { deed } from "../cut/deed.ts";
import type { Cut } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";

/** A goal of a life rather than of a conversation: these verbs, not "write", "make", "know". */
const LIFE =
  "(?=(?:become|be an?|lose (?:weight|some weight|\\d+|a few|ten|five|twenty)|gain (?:weight|muscle)|(?:quit|stop) (?:smoking|drinking|vaping|gambling|procrastinating|overthinking|worrying|biting my nails)|learn|improve my|run an? (?:\\w+ )?(?:marathon|5k|10k|half - marathon|ultra\\w*|triathlon)|get (?:fit|fitter|in shape|better at|healthier|stronger|married|promoted|into|a job|a new job)|travel|move to|emigrate|save|retire|study|buy an? (?:\\w+ )?(?:house|home|flat|apartment)|build (?:a career|my own|muscle|a house)|open an?|start (?:my own|a business|a family)|eat (?:healthier|less|more)|read more|sleep (?:better|more)|finish my|graduate|pass (?:my|the)|earn|publish|cut (?:down|back|out)|pay off|reduce my|lower my|practice my|practise my|conceive|get pregnant|have (?:an? baby|children|kids)|find an? (?:\\w+ )?(?:job|partner|husband|wife|girlfriend|boyfriend)|wake up (?:early|earlier)|get out of debt|grow my|get (?:a|my) (?:driver 's license|driving licence|degree|phd|master 's|mba|promotion|certification)|go (?:back )?to (?:college|university|grad school|med school|medical school|law school)|immigrate|work abroad|live abroad|study abroad|start an? (?:\\w+ )?(?:business|company|podcast|youtube channel|blog)|drink (?:less|more)|exercise more|speak|master|win an? (?:medal|title|scholarship)) )";

const endeavour: Cut = (words, from) =>
  deed(words, from).filter(({ first, last }) => {
    const said = words
      .slice(first, last + 1)
      .map((word) => word.plain)
      .join(" ");
    return !/^(?:be able|be a bit|learn (?:how|more|about|what|why|the)|improve my (?:code|essay|resume|cv|text|prompt|letter|answer|sentence|paragraph|article|script|website|query|site|design|report|paper|email|application|app|program|function|model|score)|stop (?:it|this|here|using|the)|study (?:for|the)|buy a (?:gift|present)|start a (?:new )?(?:chat|conversation)|be a (?:good|bit|little|part)|speak (?:to|with|about)|travel (?:back|through|in))\b/.test(
      said,
    );
  });

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
      "i (?:am|have been) (?:training for|preparing for|prepping for|saving (?:up )?for|saving money for|studying for|working towards|working toward)",
      "i (?:am taking|am sitting|will take|am going to take|have to take|plan to take) (?:the |my )?(?=(?:ielts|toefl|gre|gmat|lsat|sat|mcat|bar exam|bar|jlpt|usmle|nclex|cpa|cpa exam|driving test|driver 's test|a - levels|gcses|hsk|delf|dele)(?: (?:test|exam))? )",
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
    ["i am (?:studying|training|retraining|working|in school|going to school|in training) to (?=(?:be|become) an? )"],
    { take: deed },
  ),
  ...rules(
    "goals",
    [
      "my (?:main |biggest |ultimate |long - term |short - term |life |personal |fitness |career )?(?:goal|dream|ambition|dream job) is(?! to)",
    ],
    { take: thing },
  ),
  ...rules("goals", [
    "i am (?:actively )?(?<value>(?:looking|searching|hunting) for an? (?:(?:new|full - time|part - time|full time|part time|remote|entry - level|entry level|better|summer|first) )*(?:job|internship|apprenticeship))(?= (?:[.,!;():]+|and|but|in|as|so|right|after|at|because|since|for|with) | $)",
    "i am (?:actively )?(?<value>job hunting|job searching)",
  ]),
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
];
