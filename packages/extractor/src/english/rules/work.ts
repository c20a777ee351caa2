import { deed } from "../cut/deed.ts";
import type { Cut, Span } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";

/** Heads of occupations. "I am a …" teaches work only with one of them, since one can be so many things. */
const OCCUPATIONS: ReadonlySet<string> = new Set(
  (
    "accountant actor actress actuary administrator adviser advisor agent analyst animator anthropologist archaeologist " +
    "architect archivist artist astronaut astronomer athlete attorney auditor author baker banker barber barista bartender " +
    "biologist blogger bookkeeper bookseller botanist broker builder butcher buyer captain caregiver carer caretaker " +
    "carpenter cashier ceo cfo chef chemist chiropractor cleaner clerk coach composer consultant contractor controller " +
    "cook copywriter coordinator counselor counsellor cto curator dancer dentist dermatologist designer detective " +
    "developer dietitian diplomat director dispatcher dj doctor doula draftsperson drafter driver ecologist economist editor " +
    "electrician engineer engraver entrepreneur epidemiologist executive expert farmer filmmaker firefighter fisherman " +
    "florist foreman founder cofounder freelancer gardener geologist geographer goldsmith grocer guard guide hairdresser " +
    "historian housekeeper housewife homemaker illustrator influencer inspector instructor interpreter inventor investigator investor " +
    "janitor jeweler jeweller jockey journalist judge laborer labourer landlord landscaper lawyer lecturer lexicographer " +
    "librarian lifeguard linguist locksmith logistician machinist magician maid manager marketer masseur masseuse " +
    "mathematician mechanic mediator merchant meteorologist midwife miner model modeler musician nanny neurologist " +
    "neuroscientist notary novelist nurse nutritionist officer operator optician optometrist owner painter paralegal " +
    "paramedic pastor pathologist pediatrician pharmacist philosopher photographer physician physicist physiotherapist " +
    "pianist pilot planner plumber poet policeman policewoman politician porter postdoc postman potter presenter priest " +
    "principal producer professor programmer psychiatrist psychologist psychotherapist publisher radiographer radiologist " +
    "rapper realtor receptionist recruiter rep representative reporter researcher restaurateur sailor salesman salesperson " +
    "saleswoman scholar scientist sculptor seamstress secretary seller sergeant server singer sociologist soldier " +
    "solicitor specialist statistician stockbroker storyteller streamer superintendent supervisor surgeon surveyor tailor " +
    "teacher technician technologist teller tester therapist trader trainer translator trucker tutor undertaker " +
    "upholsterer urologist usher veterinarian vet videographer violinist waiter waitress warden watchmaker welder woodworker " +
    "worker writer youtuber zoologist tradesman assistant apprentice intern head vp president administrator practitioner cop " +
    "anesthesiologist barrister beautician bellhop biochemist bioinformatician blacksmith bricklayer cardiologist cartoonist " +
    "caterer chaplain choreographer columnist concierge conductor cosmetologist critic dean decorator dev doula educator " +
    "esthetician fireman geneticist ghostwriter gynecologist headmaster headteacher hygienist immunologist imam " +
    "lyricist makeup-artist marine mason medic merchandiser minister oncologist orthodontist phlebotomist plasterer playwright podcaster " +
    "proofreader rabbi radiotherapist roofer screenwriter sommelier songwriter steward stewardess strategist stylist sysadmin " +
    "telemarketer treasurer underwriter virologist vlogger"
  ).split(" "),
);

/** Words that can stand before an occupation, and turn it into none or into somebody's else. */
const NOT_MINE =
  /^(?:good|great|bad|terrible|big|better|best|worst|huge|former|ex|aspiring|wannabe|would-be|future|potential|fictional|terrible|horrible|slow|fast|quick|first|one|visual|language|member|dog|cat|pet|horse|car|bike|motorcycle|phone|house|home|iphone|bird|account|site|gun|boat|tesla|rabbit|quick)$/;

const isOccupation = (words: readonly Word[], { first, last }: Span): boolean => {
  const taken = words.slice(first, last + 1).map((word) => word.plain);
  const of = taken.indexOf("of");
  const head = (of > 0 ? taken[of - 1] : taken.at(-1)) ?? "";
  return OCCUPATIONS.has(head) && !taken.some((word) => NOT_MINE.test(word));
};

/** "nurse" grows to "nurse at Mercy Hospital" when a name follows. */
function withEmployer(words: readonly Word[], span: Span): Span {
  if (!/^(?:at|for|with|in)$/.test(words[span.last + 1]?.plain ?? "")) return span;
  const from = span.last + 2;
  const named = /^the$/.test(words[from]?.plain ?? "") ? from + 1 : from;
  let last = named - 1;
  while (last - named < 5 && /^[\p{Lu}\p{N}]/u.test(words[last + 1]?.text ?? "") && words[last + 1]?.pos !== "PRON")
    last += 1;
  if (last < named || !/^\p{Lu}/u.test(words[named]?.text ?? "")) return span;
  return { first: span.first, last: endOfWorkplace(words, last) };
}

/** "Santa Maria" grows to "Santa Maria hospital", "Lincoln" to "Lincoln high school". */
function endOfWorkplace(words: readonly Word[], last: number): number {
  const kind = KINDS_OF_WORKPLACE.test(words[last + 1]?.plain ?? "") ? last + 2 : last + 1;
  const noun = words[kind];
  return noun !== undefined && WORKPLACES.test(noun.plain) && noun.plain !== "call" ? kind : last;
}
const KINDS_OF_WORKPLACE =
  /^(?:high|primary|elementary|middle|secondary|grammar|nursing|medical|health|law|community|general|children's|public)$/;

/** "29-year-old teacher" is a teacher. */
function withoutAge(words: readonly Word[], { first, last }: Span): Span {
  const old = words.slice(first, last + 1).findIndex((word) => word.plain === "old");
  return { first: old > 0 ? first + old + 1 : first, last };
}

/** One is always a "student", "expert" or "owner" of something; alone it tells nothing. */
const TELLS_NOTHING_ALONE =
  /^(?:expert|owner|head|specialist|agent|buyer|seller|model|assistant|worker|operator|president|scholar|judge|captain|guide)$/;

/** "a photographer in my spare time" earns no living by it. */
const isPastime = (words: readonly Word[], from: number): boolean =>
  /^(?:in my (?:spare|free)|on the side|as a hobby|by night)/.test(
    words
      .slice(from, from + 3)
      .map((word) => word.plain)
      .join(" "),
  );

const occupation: Cut = (words, from) =>
  thing(words, from)
    .filter(({ last }) => !isPastime(words, last + 1))
    .filter((span) => isOccupation(words, span))
    .map((span) => withoutAge(words, span))
    .filter(({ first, last }) => first < last || !TELLS_NOTHING_ALONE.test(words[first]?.plain ?? ""))
    .map((span) => withEmployer(words, span));

/** Behind "work as a" stands an occupation, known to us or not. */
const post: Cut = (words, from) =>
  thing(words, from)
    .filter((span) => span.first > from || isOccupation(words, span))
    .map((span) => withEmployer(words, span));

/** "a hospital as a pharmacist" is a pharmacist; a name is told along: "Google as an engineer". */
const employerOrPost: Cut = (words, from) =>
  employer(words, from).flatMap((span): readonly Span[] => {
    const behind = words[span.last + 1]?.plain === "," ? span.last + 2 : span.last + 1;
    if (words[behind]?.plain !== "as" || !/^(?:an?|the)$/.test(words[behind + 1]?.plain ?? "")) return [span];
    const [job] = post(words, behind + 1);
    if (job === undefined || NO_JOBS.test(words[job.last]?.plain ?? "")) return [];
    return [/^\p{Lu}/u.test(words[span.first]?.text ?? "") ? { first: span.first, last: job.last } : job];
  });

const NO_JOBS = /^(?:favou?r|result|rule|whole|team|joke|treat|test|punishment|hobby)$/;

/** Whom one works for: a name, or a kind of place with its article. */
const employer: Cut = (words, from) => {
  const named = words[from]?.plain === "the" ? from + 1 : from;
  let last = named - 1;
  while (
    last - named < 6 &&
    (/^[\p{Lu}\p{N}]/u.test(words[last + 1]?.text ?? "") ||
      (/^(?:of|and|&|'s|-|for)$/.test(words[last + 1]?.plain ?? "") && /^\p{Lu}/u.test(words[last + 2]?.text ?? "")))
  ) {
    if (/^i(?:'|$)/.test(words[last + 1]?.plain ?? "")) break;
    last += 1;
  }
  if (last >= named && /^\p{Lu}/u.test(words[named]?.text ?? "")) {
    const next = words[last + 1];
    if (next !== undefined && /^(?:NOUN|PROPN)$/.test(next.pos)) return thing(words, from);
    while (/^(?:of|and|&|-)$/.test(words[last]?.plain ?? "")) last -= 1;
    return [{ first: named, last }];
  }
  const article = /^(?:a|an)$/.test(words[from]?.plain ?? "");
  if (!article) {
    // "at correction centre", without its article.
    return thing(words, from).filter(({ first, last: end }) => end > first && WORKPLACES.test(words[end]?.plain ?? ""));
  }
  return thing(words, from).filter(
    ({ first, last: end }) =>
      WORKPLACES.test(words[end]?.plain ?? "") || words.slice(first, end).some((word) => WORKPLACES.test(word.plain)),
  );
};
const TRADES =
  "(?:the (?:army|navy|air force|military|marines|restaurant business|film industry|music industry)|sales|marketing|finance|hr|tech|retail|real estate|insurance|healthcare|logistics|hospitality|advertising|construction|banking)";
const WORKPLACES =
  /^(?:company|hospital|clinic|school|university|college|bank|restaurant|cafe|café|bakery|shop|store|hotel|firm|agency|startup|start-up|factory|warehouse|library|museum|office|lab|laboratory|kindergarten|nursery|centre|center|supermarket|pharmacy|studio|farm|nonprofit|charity|ngo|consultancy|call|plant|garage|salon|bar|pub|zoo|airport|airline|practice|supplier|bookstore|bookshop|publisher|newspaper|theatre|theater|church|daycare|gym|spa)$/;

/** "As a manager I want to see …" is how software is ordered, not who speaks. */
const STORY_OF_A_USER = "(?:want|should|can|need|must|would|will|could)";

const SINCE = "(?:(?:full - time|part - time|full time|part time|remotely|freelance|again) )?";
const business =
  "(?:small |own |little |family |online |coffee |flower |gift |barber |hair |beauty |bike |pet |tech |marketing |design |law |consulting |cleaning |landscaping |software |local )*(?:business|company|bakery|shop|store|restaurant|cafe|café|agency|studio|startup|firm|farm|practice|clinic|salon|bookshop|bookstore|consultancy|brewery|hotel|bar|pub|garage|gym)";

export const WORK: readonly Rule[] = [
  ...rules("demographics.career", ["my job is to", "i (?=teach \\w)"], { take: deed }),
  ...rules(
    "demographics.career",
    [
      `i (?:work|am working|am employed|have worked|have been working|freelance|got hired|was hired|got promoted to|started|started working|started work|got a (?:new )?job|started a new job|have a job|took a job|got a (?:new )?position|am starting) ${SINCE}as`,
      "my (?:job title|profession|occupation|job|day job|trade) is(?: being)?(?: that of)?(?= (?:an?|the|\\w+ \\w+ |\\w+er |\\w+or |\\w+ist ))",
    ],
    { take: post },
  ),
  ...rules(
    "demographics.career",
    [
      "i am",
      "i have been",
      "i became",
      "i am working as",
      `(?<=^ )as (?=an? (?:\\S+ ){1,5}?, ?i (?!${STORY_OF_A_USER}))`,
      `(?<=^ )as (?=an? (?:(?!i |my )[\\w-]+ ){1,4}?(?:myself , )?(?:i|my) (?!${STORY_OF_A_USER}))`,
      "(?<= i ,? ?)as (?=an? (?:[\\w-]+ ){1,4}, )",
      "(?:for|to|helps?) me as (?=an? )",
      "my (?:job|work|role|position|career|day job|profession) as",
      "i am employed as",
      "(?<=^ )(?:working|employed) (?:full - time |part - time |full time |part time )?as",
      "i (?:now )?work (?:full time |part time )?as",
      "by (?:profession|trade) i am",
      "(?:i|and) (?:have )?graduated(?= as )(?: as)?",
      "i have (?:become|been promoted to)",
      "my (?:profession|job|occupation|day job) is",
    ],
    {
      take: (words, from) =>
        /^(?:a|an|the)$/.test(words[from]?.plain ?? "")
          ? occupation(words, words[from]?.plain === "the" ? from + 1 : from)
          : [],
    },
  ),
  ...rules(
    "demographics.career",
    [
      `i (?:work|am working|am employed|have been working|have worked|started working|started work|got a (?:new )?job|started a new job|have a job|am interning) ${SINCE}(?:at|for|by)`,
      `i (?:work|am working|have been working) ${SINCE}in (?=an? |the [A-Z])`,
      "i (?:am|was|got|have been) (?:employed|hired) (?:at|by|with)",
    ],
    { take: employerOrPost },
  ),
  ...rules("demographics.career", [
    `i (?:work|am working|have worked|have been working) ${SINCE}in (?<value>(?:the )?(?:\\w+ ){0,2}(?:industry|sector|field)|it|finance|hr|marketing|sales|healthcare|education|construction|tech|retail|logistics|hospitality|advertising|consulting|insurance|real estate|banking|accounting|manufacturing|it support|software|cybersecurity|customer (?:service|support)|human resources|public relations|law|media|publishing|agriculture)(?= (?:[.,!;()]+|and|for|at|but|so|since|in|with) | $)`,
    `(?:i|we) (?<value>(?:run|own|manage|have|opened|founded) (?:an?|my|our|my own|two|three) ${business})(?! in (?:stardew|minecraft|the game|a game|the sims) )(?= (?:[.,!;():]+|and|but|that|which|who|in|with|where|called|named|so|for|selling|since|on|at|near) | $)`,
    `i am in (?<value>${TRADES})(?= (?:[.,!;()]+|and|for|so|but|since|as) | $)`,
    "i (?:do|am doing) (?<value>freelance (?:\\w+ )?(?:work|writing|design|development|photography|translation|editing|programming|illustration))",
    "i (?<value>sell (?:[\\w-]+ ){1,4}(?:on|at) (?:etsy|ebay|amazon|shopify|craft fairs|markets|farmers markets))",
    "i (?<value>drive for (?:uber|lyft|doordash))",
    "i am (?<value>retired|unemployed|self - employed|self employed|between jobs|freelancing|a freelancer|a stay ?-? at ?-? home (?:mom|mum|dad|parent|mother|father))(?= (?:[.,!;()]+|and|now|but|so|since|at|from|with|to|who) | $)",
  ]),
  ...rules(
    "demographics.career",
    [
      "i (?:no longer|do not) work (?:as|at|for)(?: an?)?",
      "i am (?:no longer|not) an?",
      "i (?:quit|left|lost) my job (?:as|at|with)(?: an?)?",
      "i stopped working (?:as|at|for)(?: an?)?",
    ],
    { take: post, effect: "drop" },
  ),
  ...rules(
    "demographics.career",
    [
      "i (?:have )?(?:quit|lost|left) my job(?= (?:[.,!;()]+|and|last|yesterday|today|this|in|because|recently|after|to) | $)",
      "i (?:got|was|have been) (?:laid off|fired|made redundant)",
    ],
    { effect: "drop" },
  ),
];
