import * as z from "zod";
import type { SceneTool } from "../dataset/character.ts";
import { type Question, question, type Reading } from "./ask.ts";
import { FILLED_FIELDS, fieldLines, profileOf } from "./fields.ts";
import { leakedWords } from "./leak.ts";
import type { GenerationPrompts } from "./prompts/prompts.ts";
import type { BareScene, Person, PersonalQuery, Seed } from "./seed.ts";
import type { WordReader } from "./words.ts";

const text = z.string().trim().min(1);

const hintsForm = z.strictObject({ hints: z.array(text).min(1) });
const personForm = z.strictObject({
  about: text,
  voice: text,
  profile: z.array(z.strictObject({ field: z.enum(FILLED_FIELDS), content: text })),
});
const toolForm = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  description: text,
  parameters: z.array(z.strictObject({ name: text, meaning: text })),
});
const scenesForm = z.strictObject({
  scenes: z.array(z.strictObject({ description: text, context: text, tools: z.array(toolForm).max(3) })),
});
const personalForm = z.strictObject({ query: text, expected: text });
const neutralForm = z.strictObject({ query: text });
const answerableForm = z.strictObject({ why: z.string(), answerable: z.boolean() });

/** New people in a line each. */
export function hintsQuestion(
  { hints, problems }: GenerationPrompts,
  count: number,
  known: readonly string[],
): Question<readonly string[]> {
  return question("hints", hintsForm, {
    problems,
    prompt: hints(count, known),
    use: (answer) => ({ item: answer.hints.slice(0, count) }),
  });
}

/** The person of a hint. */
export function personQuestion(
  { person, problems }: GenerationPrompts,
  hint: string,
  examples: readonly Seed[],
): Question<Person> {
  return question("person", personForm, {
    problems,
    prompt: person(hint, fieldLines(), examples),
    use({ about, voice, profile: entries }): Reading<Person> {
      const made = profileOf(entries);
      if ("profile" in made) return { item: { about, voice, profile: made.profile } };
      return { problem: problems.misfit(made.faults.join("; ")), dropped: "unreadable" };
    },
  });
}

/** So many scenes of a person: on the occasions, one each, or such as only this person has. */
export function scenesQuestion(
  { scenes, problems }: GenerationPrompts,
  { person, count, occasions }: { person: Person; count: number; occasions?: readonly string[] },
): Question<readonly BareScene[]> {
  return question("scenes", scenesForm, {
    problems,
    prompt: scenes(person, count, occasions),
    use: (answer): Reading<readonly BareScene[]> =>
      answer.scenes.length === count
        ? { item: answer.scenes.map(({ tools, ...scene }) => ({ ...scene, tools: tools.map(toolOf) })) }
        : { problem: problems.count(count), dropped: "unreadable" },
  });
}

/** What the person says first in the scene. */
export function queryQuestion(
  { query, problems }: GenerationPrompts,
  { person, scene }: { person: Person; scene: BareScene },
): Question<PersonalQuery> {
  return question("query", personalForm, { problems, prompt: query(person, scene), use: (item) => ({ item }) });
}

/** The same as anybody's: no word of the person's own values may be in it. */
export function neutralQuestion(
  { neutral, problems }: GenerationPrompts,
  { person, scene, personal }: { person: Person; scene: BareScene; personal: PersonalQuery },
  read: WordReader,
): Question<string> {
  return question("neutral", neutralForm, {
    problems,
    prompt: neutral(person, scene, personal),
    use({ query }): Reading<string> {
      const words = leakedWords(query, person, read);
      return words.length === 0 ? { item: query } : { problem: problems.leak(words), dropped: "leak" };
    },
  });
}

/** Whether the neutral query can be answered by who knows the person and has the tools. */
export function answerableQuestion(
  { answerable, problems }: GenerationPrompts,
  { scene, query, personal }: { scene: BareScene; query: string; personal: PersonalQuery },
): Question<boolean> {
  return question("answerable", answerableForm, {
    problems,
    prompt: answerable(scene, query, personal.expected),
    use: (answer) => ({ item: answer.answerable }),
  });
}

function toolOf({ parameters, ...tool }: z.infer<typeof toolForm>): SceneTool {
  return { ...tool, parameters: Object.fromEntries(parameters.map(({ name, meaning }) => [name, meaning])) };
}
