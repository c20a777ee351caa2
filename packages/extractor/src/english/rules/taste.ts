import type { Cut, Span } from "../cut/span.ts";
import { pleasures, things } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";

/** Ends of a sentence that turn a taste into a remark about the work in hand. */
const ABOUT_THE_WORK = /^(?:better|best|instead|here|below|above|though|this|that|these|your|our)$/;

const lasting =
  (cut: Cut): Cut =>
  (words, from) => {
    const spans = cut(words, from);
    const last = spans.at(-1)?.last ?? from;
    const next = words[last + 1];
    if (next?.plain === "anymore" || (next?.plain === "any" && words[last + 2]?.plain === "more")) return [];
    if (next !== undefined && (ABOUT_THE_WORK.test(next.plain) || next.plain === "'s")) return [];
    return spans.filter((span) => !isRemark(words, span));
  };

/** "the idea of …", "someone who …": an opinion on what was just said. */
function isRemark(words: readonly Word[], { first, last }: Span): boolean {
  return words
    .slice(first, last + 1)
    .some((word) =>
      /^(?:idea|ideas|way|concept|answer|answers|suggestion|suggestions|version|response|responses|sentence|paragraph|code|message|messages|prompt|output|bullet|bullets|emojis|markdown|your|you|me|them|example|examples|option|options|someone|somebody|people|girls|boys|work)$/.test(
        word.plain,
      ),
    );
}

/** "my favourite colour is blue": the thing, or the whole phrase when the thing alone says nothing. */
const favorite: Cut = (words, from) => {
  let index = from;
  while (index < from + 6 && words[index] !== undefined && !/^(?:is|are|was|'s)$/.test(words[index]?.plain ?? ""))
    index += 1;
  if (index >= from + 6 || index === from || words[index] === undefined || words[index]?.plain === "was") return [];
  if (words.slice(from, index).some((word) => /^(?:part|one|thing|so|of|option|line|version|idea|,)$/.test(word.plain)))
    return [];
  let named = index + 1;
  while (
    words[named]?.text === "the" ||
    /^(?:definitely|probably|still|always|currently|a|an|also|by|far|of|course)$/.test(words[named]?.plain ?? "")
  )
    named += 1;
  const head = words[named];
  if (head === undefined) return [];
  if (
    (head.pos === "NUM" && !/^\p{Lu}/u.test(head.text)) ||
    (head.pos === "ADJ" && /^(?:[.,!;]+|and)?$/.test(words[named + 1]?.plain ?? ""))
  )
    return [{ first: from - 1, last: named }];
  const cut = things(words, named);
  if (cut.length > 0) return cut;
  let last = named - 1;
  while (last - named < 5 && /^[\p{Lu}\p{N}]/u.test(words[last + 1]?.text ?? "") && words[last + 1]?.pos !== "PRON")
    last += 1;
  return last >= named ? [{ first: named, last }] : [];
};

const BIG = "(?:an? )?(?:big |huge |massive |great |real |true |long - time |longtime |lifelong |avid |big big )?";
const OFTEN =
  "(?= (?:[.,!;():]+|and|but|only|with|every|as|in my|on|for|since|a lot|twice|once|when|too|regularly|often|daily|most|usually|sometimes|because) | $)";
const CRAFTS =
  "(?:paint|draw|play in an? (?:band|orchestra|choir)|sing in an? (?:choir|band)|sing|dance|garden|knit|crochet|sew|bake|hike|swim|surf|ski|climb|rock climb|cycle|fish|hunt|camp|meditate|box|kayak|sail|snowboard|skate|skateboard|lift weights|do (?:yoga|pilates|karate|judo|crossfit|ballet|martial arts|gymnastics)|practice (?:yoga|karate|judo|meditation)|collect (?:stamps|coins|records|vinyl|books|comics|cards)|write (?:poetry|poems|fiction|novels|short stories|songs|music|fan fiction)|compose music|make music|produce music)";
const GENRES =
  "(?:jazz|rock|metal|classical music|classical|hip hop|hip - hop|rap|pop|indie|folk|country music|country|edm|techno|house music|k - pop|kpop|j - pop|punk|blues|reggae|lo - fi|lofi|podcasts|audiobooks|fantasy|sci - fi|science fiction|manga|thrillers|romance|mysteries|biographies|nonfiction|non - fiction|history books|webtoons|fanfiction|comics|poetry)";
const SIZE =
  "(?:big|huge|great|real|true|massive|avid|long|lifelong|die|total|such|not|no|good|bad|better|best|passionate|tender|gentle|jealous|secret|former|ceiling|desk|your|my|his|her|the)";
const HUGE = "(?:(?:big|huge|massive|real|true|total|lifelong|avid|long - time|die - hard) )*";
const HOBBYISTS =
  "(?:hobby |amateur |keen |avid |passionate |casual |long - distance |serious |beginner |recreational )?(?:gamer|hiker|cyclist|runner|climber|rock climber|swimmer|skier|surfer|snowboarder|skater|bookworm|foodie|birder|birdwatcher|bird watcher|knitter|quilter|beekeeper|homebrewer|woodturner|gym goer|gym rat|bodybuilder|powerlifter|weightlifter|triathlete|marathon runner|vinyl collector|stamp collector|coin collector|cinephile|audiophile|otaku|weeb|guitarist|drummer|chess player|tennis player|golfer|yogi|camper|angler)";
const GAMES =
  "guitar|piano|violin|cello|drums|bass|flute|saxophone|trumpet|ukulele|clarinet|keyboard|harp|football|soccer|tennis|basketball|volleyball|badminton|golf|hockey|rugby|cricket|baseball|chess|poker|squash|table tennis|ping pong|handball|padel|video games|videogames|board games|computer games|dnd|d&d|dungeons and dragons|minecraft|pickleball|softball|lacrosse|water polo|go|league of legends|valorant|fortnite|genshin impact|genshin|world of warcraft|overwatch|dota|dota 2|csgo|counter - strike|skyrim|pokemon go|pokemon|roblox|stardew valley|the sims|elden ring|apex legends|magic the gathering|warhammer|warhammer 40k|fifa|call of duty|runescape|d & d|ultimate frisbee|bass guitar|banjo|mandolin|trombone|oboe|viola|accordion|harmonica";

/** What one no longer does with a thing that one liked. */
const TAKES = "(?:drink|eat|watch|read|listen to|play)(?: any(?! more ))?";

export const TASTE: readonly Rule[] = [
  ...rules(
    "likes",
    [
      "(?<!(?:free|spare) time (?:, )?)(?<!(?:would|did|does|people|who|that|what|which|if|not|could|should|will|might|do|all|things|like) )i (?:like|love|adore|enjoy|have always loved|have always liked|always loved|have come to love|do like|do love|do enjoy|like and enjoy|absolutely love|really love|fell in love with)",
      `i am ${BIG}(?:fan of|lover of|fond of|crazy about|addicted to|obsessed with|mad about|nuts about)`,
      "(?:i|me) love",
    ].slice(0, 2),
    { take: lasting(pleasures) },
  ),
  ...rules("likes", [
    `i am an? ${HUGE}(?<value>(?!${SIZE} )[\\w'&-]+(?: (?!${SIZE} )[\\w'&-]+){0,2})(?= (?:fan|lover|fanatic)(?: (?:[.,!;():]+|and|but|who|so|since|myself|because|from)| ?$))`,
    "i am (?:more of )?an? (?:total |big )?(?<value>cat|dog|tea|coffee|beach|book|nature|mountain|wine) person",
  ]),
  ...rules(
    "likes",
    [
      "i (?:always|usually|tend to|generally) (?:prefer|like)",
      "(?:these days|nowadays|in general|as a rule|by default) ,? ?i (?:usually |tend to )?(?:prefer|like|love)",
    ],
    { take: lasting(pleasures) },
  ),
  ...rules("likes", [
    `(?<=^ (?:yes ,? ?|yeah ,? ?|well ,? ?)?)(?<value>(?!(?:it|its|this|that|these|those|what|which|the|he|she|they|you|here|there|one|your|my|his|her|who|so|where|if|but|and|because|who) )[\\w'-]+(?: (?!(?:this|that|one|of|is|are) )[\\w'-]+){0,2}) (?:is|are) my (?:all - time |absolute )?favorite(?! (?:part|one|ones|so|thing|things|option|line|version|idea|because|now|among|out))`,
  ]),
  ...rules("likes", ["my (?:all - time |all time |absolute )?favorite"], { take: favorite }),
  ...rules("likes", ["i prefer(?= (?:\\S+ ){1,5}?(?:to|over|rather than|instead of) )"], { take: lasting(things) }),
  ...rules(
    "personality.interests",
    [
      "my (?:main |favorite |biggest |other )?(?:hobby|hobbies|interest|interests|pastime|pastimes|passion|passions) (?:is|are|include|includes|include things like)",
      "i am interested in (?!learning|buying|getting|finding|knowing|hearing|seeing|trying|working|joining|applying|understanding|exploring|using|creating|purchasing|selling|renting|building|developing|making|starting|becoming)",
      "i am (?:passionate about|keen on|into|big into|enthusiastic about|getting back into)",
      "i am getting into(?! (?:an? |the |some |more )?(?:trouble|fights?|arguments?|debt|details?|shape|college|university|med|medical|grad|law|cars?|bed|accidents?|habit|mood|it) )",
      "i (?:have gotten into|have got into|have been into|got back into)(?! (?:an? |the |some |more )?(?:trouble|fights?|arguments?|debt|details?|shape|college|university|med|medical|grad|law|cars?|bed|accidents?|habit|mood|it))",
      "i (?:watch|read|listen to|play) (?:a lot of|lots of|tons of|a ton of)",
      "i spend (?:most of |a lot of |all )?my (?:free|spare) time",
      "in my (?:free|spare) time ,? ?i (?:like to|love to|enjoy|like|love|usually|often|mostly)",
      "i have (?:an? )?(?:strong |deep |keen |great |big )?(?:interest in|passion for)",
      "as (?:a )?(?:hobby|hobbies) i",
    ],
    { take: lasting(pleasures) },
  ),
  ...rules("personality.interests", [
    `i (?:am|have been|started) (?<value>learning (?:the |to play (?:the )?)?(?:${GAMES}))(?= (?:[.,!;():]+|and|but|for|since|with|on|at) | $)`,
    `i (?:play|am playing|have been playing|have played) (?:the |a lot of |in |some |on |my )?(?<value>${GAMES})(?= (?:[.,!;():]+|and|but|with|in|on|for|since|at|every|as|so|a|twice|once|when|too|regularly|professionally|competitively|after|because|semi) | $)`,
    `i (?:often |usually |always |regularly |sometimes |do )?(?<value>${CRAFTS})${OFTEN}`,
    `i am an? (?:\\w+ (?:and|/) (?:an? )?)?(?<value>${HOBBYISTS})(?= (?:[.,!;():]+|and|but|who|so|since|myself|with|from) | $)`,
    `i am an? ${HUGE}(?<value>(?!${SIZE} )[\\w'-]+(?: (?!${SIZE} )[\\w-]+)?)(?= (?:enthusiast|buff|nerd|geek|aficionado)(?: (?:[.,!;():]+|and|but|who|so|since|myself|with|from)| ?$))`,
    `i (?:am|have been|started) (?<value>learning (?:how )?to (?:drive|code|program|swim|cook|ski|surf|draw|sing|dance|ride|knit|sew|paint|invest|sail|play (?:the )?(?:${GAMES})))${OFTEN}`,
    "i am an? (?<value>\\w+) (?=in my (?:spare|free) time )",
    `i (?:usually |often )?(?:listen to|read) (?<value>${GENRES})${OFTEN}`,
    "i (?<value>(?:run|have|host|started|own) (?:an? |my own )(?:[\\w-]+ ){0,2}(?:youtube channel|blog|podcast|newsletter|twitch channel|(?:instagram|tiktok) (?:page|account|channel)|book club|bookstagram))(?= (?:[.,!;():]+|and|but|about|on|with|where|for|called|that|so|since|in) | $)",
    "i (?:have been |am )?(?<value>(?:going|go) to the gym)(?= (?:[.,!;():]+|and|but|with|every|on|for|since|twice|three|four|five|\\d|most|regularly|often|in the) | $)",
    "i (?<value>(?:develop|make|design|build) (?:(?:video|board|indie|mobile|card) )?games)(?= (?:[.,!;():]+|and|but|in|as|for) | $)",
    `i am an? (?:avid |keen |passionate |amateur |hobby |enthusiastic |big |casual )(?<value>(?!fan |believer |user |supporter |problem |issue |mistake |deal |mess |family )\\w+)(?= (?:[.,!;():]+|and|but|who|so|since) | $)`,
  ]),
  ...rules(
    "dislikes",
    [
      "(?<= i (?:like|love|enjoy|adore) [^.,;?]{1,60} (?:but|and) )(?:hate|dislike|detest|can not stand|do not like)",
      "i (?:hate|dislike|detest|loathe|despise|can not stand|can not bear|do not like|do not enjoy|do not love|do not care for|have never liked|never liked|have always hated|have always disliked)",
      "i am not (?:an? )?(?:big |huge |great )?(?:fan of|fond of|keen on|into)",
    ],
    { take: lasting(pleasures) },
  ),
  ...rules(
    "likes",
    [
      "i (?:do not|no longer) (?:like|love|enjoy|care for)",
      "i am (?:not|no longer) (?:an? )?(?:big |huge |great )?(?:fan of|fond of|keen on|into|crazy about|interested in)",
      `i no longer ${TAKES}`,
      `i do not ${TAKES}(?= (?:any )?(?:[\\w-]+ ){1,4}?any more )`,
      "i (?:have )?(?:stopped|quit|gave up|given up)(?: liking| enjoying)?",
      "i used to (?:like|love|enjoy)",
      "i have lost interest in",
    ],
    { take: pleasures, effect: "drop" },
  ),
  ...rules(
    "personality.interests",
    [
      "i (?:do not|no longer) (?:like|love|enjoy|play|do|care for|practice)",
      "i am (?:not|no longer) (?:an? )?(?:big |huge |great )?(?:fan of|fond of|keen on|into|crazy about|interested in|passionate about)",
      "i (?:have )?(?:stopped|quit|gave up|given up)(?: playing| doing)?",
      "i used to (?:like|love|enjoy|play|do)",
      "i have lost interest in",
    ],
    { take: pleasures, effect: "drop" },
  ),
  ...rules(
    "dislikes",
    [
      "i no longer (?:hate|dislike|mind)",
      "i (?:do not|no longer) (?:hate|dislike|mind)",
      "i have come to (?:like|love|enjoy)",
      "i used to (?:hate|dislike)",
      "(?<!would )i (?:like|love|enjoy)",
    ],
    { take: pleasures, effect: "drop" },
  ),
];
