import { type RunResult, SETTINGS } from "../results/result.ts";
import { costMeasures, paperMeasures, personaMeasures, winMeasure } from "./measure.ts";
import { SETTING_MEANINGS, SETTING_NAMES } from "./settings-text.ts";

/** A word or number of the report, and what it means in a sentence. */
export interface Explanation {
  readonly name: string;
  readonly meaning: string;
}

export interface ExplanationGroup {
  readonly name: string;
  readonly explanations: readonly Explanation[];
}

/** Everything that a report of the run shows, explained. */
export function explanationsOf(result: RunResult): readonly ExplanationGroup[] {
  return [
    {
      name: "Settings",
      explanations: SETTINGS.map((setting) => ({ name: SETTING_NAMES[setting], meaning: SETTING_MEANINGS[setting] })),
    },
    { name: "Answers", explanations: [...paperMeasures, winMeasure(result)] },
    { name: "Persona", explanations: personaMeasures },
    { name: "Cost", explanations: costMeasures },
    { name: "How sure", explanations: SURENESS },
    { name: "Timelines", explanations: STANDINGS },
  ];
}

const SURENESS: readonly Explanation[] = [
  {
    name: "Mean",
    meaning:
      "Ratings, similarity and costs are averaged over conversations; a share is taken for each character as a whole and averaged over characters.",
  },
  {
    name: "95 % interval",
    meaning:
      "Where the mean lies in 95 of 100 draws of as many characters, with replacement, from a fixed seed: characters are drawn and not conversations, since what one person says is not independent.",
  },
  {
    name: "Difference",
    meaning:
      "The mean of an arm minus the baseline's in the same conversations, in pairs; of shares it is written in percentage points (pp).",
  },
  {
    name: "p",
    meaning:
      "The share of random swaps of the two arms, character by character, after which they lie as far apart; nothing is corrected for how many differences a report shows.",
  },
  {
    name: "better, worse",
    meaning: "Written only where the difference's interval does not hold zero and p is below 0.05.",
  },
  {
    name: "Judge misled",
    meaning:
      "How many of the answers that were given to other questions the judge rated helpful with 5 or more: the more, the less its other ratings say.",
  },
  {
    name: "not run",
    meaning: "Nobody measured it in this run; it is never zero.",
  },
  {
    name: "–",
    meaning: "There was nothing to measure: no persona is learned in that setting, or nothing has changed yet.",
  },
];

const STANDINGS: readonly Explanation[] = [
  { name: "told", meaning: "What an attentive reader has noted from the user's words so far, and is still true." },
  { name: "right", meaning: "Held, told and still true; another wording counts when enough words are the same." },
  { name: "missing", meaning: "Told and still true, but not held." },
  { name: "wrong", meaning: "Held, and neither told nor a known trap." },
  { name: "stale", meaning: "Held, was true, and is true no more." },
  {
    name: "trap",
    meaning: "Held, though it stood there as a joke, about someone else, in pasted text or as an attack.",
  },
  { name: "refused", meaning: "Operations that the gate did not let into the persona, by the code of their reason." },
];
