import { type Rule, rules } from "../rule.ts";

const END = "(?= (?:[.,!;():]+|and|but|so|because|rather|instead|than) | $)";
const BY =
  "(?:doing|example|examples|reading|listening|watching(?: videos)?|repetition|practice|practicing|seeing(?: examples)?|trial and error|teaching others|hands - on practice|pictures|diagrams|visuals)";

/** How the user learns and gets things done. */
export const WAYS: readonly Rule[] = [
  ...rules("preferences.workflows", [
    `i (?:always |usually )?(?<value>(?:learn (?:best|better|more|faster)|prefer to learn|like to learn) (?:by|with|through|from|via) ${BY})${END}`,
    `i am an? (?<value>(?:hands - on|visual|auditory|kinesthetic|slow|fast|self - taught|tactile) learner)${END}`,
    `i (?<value>prefer to (?:do|take|go|work) (?:things |it )?(?:step by step|one step at a time|one thing at a time))${END}`,
  ]),
];
