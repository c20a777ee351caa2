import type { Setting } from "../setting.ts";

/** From here on the conversation is a play: who says "I" is a character. */
const PLAY = new RegExp(
  [
    "\\brole-?\\s?play",
    "\\b(?:let'?s|lets|we) (?:play|pretend)\\b",
    "\\bpretend (?:to be|you|that|i|we|like)\\b",
    "\\bstay in character\\b",
    "\\byou (?:are|play|will play|will be) (?:as )?(?:my (?:girlfriend|boyfriend|wife|husband|mother|mom|dad|master|mistress|best friend|friend|sister|brother)|a character|an? (?:girl|boy|vampire|wizard|knight|princess|prince|dragon|demon|elf|pirate))\\b",
    "\\bi(?:'ll| will| am going to) play\\b",
    "\\bi (?:play|am playing) (?:as |the role|the part)",
    "\\bdungeon master\\b",
    "\\btext(?:-based)? adventure\\b",
    "\\bmy character\\b",
    "\\bin this scenario\\b",
    "\\bplay the role\\b",
    "\\bchoose your own adventure\\b",
    "\\bas an ai (?:language )?model\\b",
    "\\bdeveloper mode\\b",
    "\\bjailbreak",
    "\\bspeaking (?:test|exam)\\b",
  ].join("|"),
  "i",
);

/** This message alone speaks for somebody else, or holds what somebody else wrote. */
const STAND_IN =
  /\bact (?:as|like)\b|\b(?:reply|respond|response|answer|say|write back) to (?:this|these|that|the following|the below)\b(?! question)|\b(?:imagine|suppose|hypothetically|let'?s say|what if i)\b|\bi want you to act\b|\byou are (?:now )?an? (?!great|good|real|life|star|genius|bit)\w+/i;

/** Work on a text that somebody wrote, by verbs that mean nothing else, and by verbs that mean it only with an object. */
const TEXT_WORK =
  "(?:translat(?:e|ion)|traduce|traduis|traduire|übersetze|rephrase|re-phrase|paraphrase|rewrite|re-write|reword|proof-?read|summari[sz]e|grammar|spell ?check|annotate|(?:make|making) (?:it|this|that|them) (?:sound|more (?:natural|formal|concise|fluent|professional)|better|shorter|longer)|sounds? more natural|in other words|how (?:do|can|would|should) (?:i|you) (?:say|write|translate|phrase))";
const ANY_WORK =
  "(?:correct|fix|edit|polish|improve|refine|shorten|complete|continue|expand|format|analy[sz]e|classify|extract|revise|simplify|check|fill in)";
const OPENERS =
  "^\\W*(?:(?:please|pls|hi|hello|hey|now|ok|okay|and|then|also|can you|could you|would you|will you|help me(?: to)?|i (?:want|need|would like|'d like) you to|i need to|let'?s|just|again|next)[\\s,!.]+){0,4}";
const TEXT =
  "(?:following|text|sentences?|paragraphs?|essays?|e-?mails?|letters?|messages?|phrases?|passage|draft|resume|cv|cover letter|speech|story|poem|statement|article|abstract|conversation|transcript|below|grammar|spelling|wording)";
const ORDERED_WORK = new RegExp(
  [
    `${OPENERS}${TEXT_WORK}\\b`,
    `${OPENERS}${ANY_WORK}\\b(?:\\s*["“”':\`\\n]| (?:this|it|the following|these|for me)\\b| i\\b)`,
    `\\b(?:please|can you|could you|help me(?: to)?|would you)\\s(?:\\w+\\s){0,3}${TEXT_WORK}\\b`,
    `\\b(?:${TEXT_WORK}|${ANY_WORK})\\s(?:(?:the|this|these|my|above|it|for|me|of|a|grammar|in)\\s){0,5}${TEXT}\\b`,
    `[-–—:.]\\s*(?:please )?${TEXT_WORK}\\b[^.\\n]{0,80}$`,
  ].join("|"),
  "i",
);

/** A text is to be invented, in which "I" may be anybody. */
const INVENTED =
  /\b(?:write|create|generate|compose|make|draft|come up with|give me|tell me|develop|need|want)\b[^.\n]{0,60}\b(?:story|stories|poem|song|lyrics|novel|scene|dialogues?|script|screenplay|monologue|rap|joke|fan ?fic(?:tion)?|tale|chapter|sonnet|haiku|essay|speech|letter|e-?mail|post|tweet|caption|bio|blog|article|review|statement|prompt|diary|journal entry|ad|advert|description|conversation|interview|character|backstory|testimonial|toast|vows|eulogy|message|paragraph|sentences?|reply)\b/i;

export const SETTING: Setting = {
  play: PLAY,
  foreign: new RegExp(`${STAND_IN.source}|${ORDERED_WORK.source}`, "i"),
  invented: INVENTED,
};
