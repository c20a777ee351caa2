import type { Rule } from "../rule.ts";
import { AIMS } from "./aims.ts";
import { ANIMALS } from "./animals.ts";
import { ANSWERS } from "./answers.ts";
import { FOOD } from "./food.ts";
import { LIMITS } from "./limits.ts";
import { NAME } from "./name.ts";
import { ORIGIN } from "./origin.ts";
import { PASTIMES } from "./pastimes.ts";
import { PEOPLE } from "./people.ts";
import { PERSON } from "./person.ts";
import { PLACE } from "./place.ts";
import { SELF } from "./self.ts";
import { STUDY } from "./study.ts";
import { TASTE } from "./taste.ts";
import { WAYS } from "./ways.ts";
import { WORK } from "./work.ts";

/** Every way of saying something in Chinese that the extractor knows. */
export const RULES: readonly Rule[] = [
  ...NAME,
  ...PERSON,
  ...ORIGIN,
  ...PLACE,
  ...WORK,
  ...STUDY,
  ...PEOPLE,
  ...ANIMALS,
  ...FOOD,
  ...TASTE,
  ...PASTIMES,
  ...ANSWERS,
  ...AIMS,
  ...LIMITS,
  ...WAYS,
  ...SELF,
];
