import { PersonaError, type PersonaSchema } from "@lifelong/core";
import { resolveField } from "../field-name.ts";

/** What other memories call things, by the field that it belongs to. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  "demographics.career": [
    "job",
    "occupation",
    "profession",
    "career",
    "title",
    "company",
    "employer",
    "role",
    "working industry",
  ],
  "demographics.name": ["full name", "first name"],
  "demographics.language": ["languages", "language", "language spoken", "languages spoken"],
  location: ["city", "country", "residence", "home", "lives", "living place", "address city"],
  education: ["school", "major", "degree", "university", "studies"],
  "personality.interests": ["interest", "interests", "hobby", "hobbies", "personal interests"],
  likes: ["favorites", "favourites", "favorite", "favourite", "preferences", "likes and preferences"],
  dislikes: ["dislike", "aversions"],
  diet: ["dietary preference", "dietary preferences", "diet preference"],
  allergies: ["allergy", "food allergies"],
  goals: ["goal", "plans", "projects and goals", "ambitions"],
  relationships: [
    "family",
    "partner",
    "spouse",
    "wife",
    "husband",
    "children",
    "marital status",
    "relationship status",
  ],
  pets: ["pet"],
};

/** The field that another memory's heading stands for; undefined when none does. */
export function fieldOfTopic(schema: PersonaSchema, topic: string): string | undefined {
  const wanted = topic.replace(/[_-]+/g, " ").trim().toLowerCase();
  const known = Object.entries(TOPICS).find(
    ([field, names]) => Object.hasOwn(schema.fields, field) && names.includes(wanted),
  );
  if (known) return known[0];
  try {
    return resolveField(schema, wanted);
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    return undefined;
  }
}
