import type { Rule } from "../rule.ts";
import { AIMS } from "./aims.ts";
import { ANSWERS_RULES } from "./answers.ts";
import { FOOD_RULES } from "./food.ts";
import { LIMITS } from "./limits.ts";
import { NAME } from "./name.ts";
import { ORIGIN } from "./origin.ts";
import { PEOPLE } from "./people.ts";
import { PERSON_RULES } from "./person.ts";
import { PLACE } from "./place.ts";
import { SELF } from "./self.ts";
import { STUDY } from "./study.ts";
import { TASTE } from "./taste.ts";
import { WAYS } from "./ways.ts";
import { WORK } from "./work.ts";
import { WORKS_RULES } from "./works.ts";

/** Every way of saying something that the extractor knows. */
export const RULES: readonly Rule[] = [
  ...NAME,
  ...PERSON_RULES,
  ...ORIGIN,
  ...PLACE,
  ...WORK,
  ...STUDY,
  ...PEOPLE,
  ...FOOD_RULES,
  ...TASTE,
  ...ANSWERS_RULES,
  ...AIMS,
  ...WORKS_RULES,
  ...LIMITS,
  ...WAYS,
  ...SELF,
];
