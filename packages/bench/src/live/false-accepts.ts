import type { Character } from "../dataset/character.ts";
import type { Share } from "../measures/persona-measures.ts";
import { seededRandom } from "../measures/random.ts";
import type { Judge } from "./judge.ts";

/** Planted answers in one run. */
const PLANTED = 24;
/** A wrong answer that is rated this helpful passes for one. */
const ACCEPTED_FROM = 5;
const SEED = 24;

/** A first answer as it was given. */
export interface GivenAnswer {
  readonly character: Character;
  readonly index: number;
  readonly answer: string;
}

/**
 * How often the judge takes an answer to another question for a helpful one: each planted answer was given to the same
 * language in another scene. Says how far the judge's other ratings can be trusted.
 */
export async function countFalseAccepts(given: readonly GivenAnswer[], judge: Judge): Promise<Share> {
  const answers = given.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const random = seededRandom(SEED);
  const planted = Array.from({ length: PLANTED }, () => {
    const asked = answers[random(answers.length)];
    const others = answers.filter(
      ({ character, index, answer }) =>
        asked &&
        character.language === asked.character.language &&
        answer !== "" &&
        keyOf({ character, index, answer: "" }) !== keyOf({ ...asked, answer: "" }),
    );
    const wrong = others[random(Math.max(1, others.length))];
    return asked && wrong ? [{ asked, wrong }] : [];
  }).flat();
  let accepted = 0;
  for (const { asked, wrong } of planted) {
    const { helpful } = await judge.rateAnswer(asked.character, asked.index, wrong.answer);
    if (helpful >= ACCEPTED_FROM) accepted += 1;
  }
  return { of: planted.length, are: accepted };
}

/** So that the choice does not depend on which life was over first. */
function keyOf({ character, index, answer }: GivenAnswer): string {
  return `${character.id} ${String(index).padStart(3, "0")} ${answer}`;
}
