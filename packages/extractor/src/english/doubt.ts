import type { Finding } from "./rule.ts";
import type { Sentence } from "./sentence.ts";

/** Anywhere before the statement: it is imagined, wished or made dependent. */
const IMAGINED =
  / (?:if|unless|whether|imagine|imagining|suppose|supposing|supposedly|pretend|pretending|hypothetically|hypothetical|assume|assuming|wish|wishing|let us say|let 's say|lets say|say that|what if|as if|as though|in case|would you|dreamed|dreamt|joking|role|roleplay|story where|scene where|scenario|character|once upon|yeah right|oh great|oh sure) /;

/** In the same clause before the statement: somebody else says it, or it is uncertain, past or still to come. */
const REPORTED =
  / (?:when|whenever|until|once|before|where|said|says|saying|say|tells?|told|telling|think|thinks|thought|thinking|guess|claims?|claimed|believes?|believed|feel|feels|felt|called|asks?|asked|asking|maybe|perhaps|probably|might|may|could|would|should|will|shall|used to|almost|nearly|not|never|like|pretends?|heard|knows?|knew|means?|meant|hope|hopes|sounds?|seems?|wrote|written|writes?|example|sentence|phrase|word|words|translate|rephrase|correct|rewrite|except|than|because if|how|why|do|does|did|should|nobody|everyone|people|who|whom|whose|which) (?:\S+ ){0,5}$/;

/** What one says to have something remembered; it takes nothing back. */
const REMINDED =
  / (?:you should know|you need to know|you should remember|remember|do not forget|note|keep in mind|bear in mind|be aware|as i said|like i said|i told you|i said|i should (?:say|mention)|i must say|let me tell you)(?: that)? $/;

/** After the statement: it was not meant, or held only in a tale. */
const TAKEN_BACK =
  / (?:jk|lol jk|just kidding|kidding|not really|\/ s|as a joke|in the (?:story|game|scene|book|movie|film|novel|dream|scenario|roleplay|play|show|poem|song|video)|in (?:my|this|a) (?:dream|story|game|scene|novel|scenario|roleplay|play|world)|if i|if it were|or something|for example|for (?:this|that|the|my) (?:task|project|job|one|example|essay|story|post|article|logo|design|presentation|email|assignment|exercise|case)) /;

/** What opens a question. */
const ASKING =
  "(?:what|which|who|whom|whose|when|where|why|how|can|could|would|will|shall|should|do|does|did|is|are|am|was|were|has|have|had|may|might|any|got any|so what|so how|what's|please|give|tell|recommend|suggest|help)";
const OPENS_WITH_QUESTION = new RegExp(
  `^ (?:(?:and|so|but|ok|okay|hey|hi|hello|well|oh|also|then|now) ,? ?)*${ASKING} `,
);
const ASKS_LATER = new RegExp(` (?:[,;:—–.-]|and|but|so) (?:(?:and|so|but|then) )?(?:\\S+ ){0,3}?${ASKING} `);

/** True when the user may not mean what the finding says. A doubt is enough: a wrong fact is worse than a missing one. */
export function isDoubtful(sentence: Sentence, finding: Finding): boolean {
  const before = sentence.said.slice(0, finding.start);
  const after = sentence.said.slice(finding.end);
  if (IMAGINED.test(before) || TAKEN_BACK.test(after)) return true;
  if (finding.rule.presupposed) return false;
  if (isAsked(sentence, finding) || isRelative(sentence, finding)) return true;
  return finding.rule.imperative !== true && REPORTED.test(lastClause(before).replace(REMINDED, " "));
}

const TIMES =
  /^(?:weekends?|summer|winter|spring|autumn|fall|time|evenings?|mornings?|nights?|day|days|moment|holidays?|sundays?|kid|child)$/;

/** "the music I love": what is said of one thing is no taste in general. */
function isRelative(sentence: Sentence, { rule, start }: Finding): boolean {
  if (!/^(?:likes|dislikes|personality\.interests)$/.test(rule.field)) return false;
  const first = sentence.at.get(start);
  const before = first === undefined ? undefined : sentence.words[first - 1];
  if (before === undefined || !/^(?:NOUN|PROPN|PRON)$/.test(before.pos) || TIMES.test(before.plain)) return false;
  if (
    /^ (?:beyond|besides|outside|in|on|at|during|after|before|with|apart|aside|as) (?:\S+ ){1,5}$/.test(
      sentence.said.slice(0, start),
    )
  )
    return false;
  return / (?:the|an?|all|of|some|any|every|what|those|these|only|most|many|my|one) (?:\S+ ){1,4}$/.test(
    sentence.said.slice(0, start),
  );
}

/** In a question only a statement that stands before the question proper counts: "I'm vegan, what can I cook?" */
function isAsked(sentence: Sentence, finding: Finding): boolean {
  if (!sentence.said.trimEnd().endsWith("?")) return false;
  if (OPENS_WITH_QUESTION.test(sentence.said)) {
    // "Can you help me? I live …" are two sentences; within one, what follows the opening is asked too.
    return !/ (?:as|since|because|cause) $/.test(sentence.said.slice(0, finding.start));
  }
  return !ASKS_LATER.test(sentence.said.slice(Math.max(0, finding.end - 1)));
}

/** The clause that the statement stands in, as far as it goes before it. */
function lastClause(before: string): string {
  const cut = Math.max(
    ...[
      " , ",
      " ; ",
      " : ",
      " — ",
      " – ",
      " ( ",
      " - ",
      " . ",
      " and ",
      " but ",
      " because ",
      " since ",
      " so ",
      " cause ",
      " as ",
    ].map((mark) => {
      const at = before.lastIndexOf(mark);
      return at < 0 ? -1 : at + mark.length - 1;
    }),
  );
  return cut < 0 ? before : before.slice(cut);
}
