import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as z from "zod";
import { apply } from "./apply.ts";
import { defaultSchema } from "./default-schema.ts";
import { writeOut } from "./edit.ts";
import { type Content, emptyPersona, fieldState, PERSONA_FORMAT, type Persona } from "./persona.ts";
import { fieldOf, schemaName } from "./schema.ts";

/** The fields of the default schema, by the keys under which the paper's personas were published. */
const PUBLISHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Demographics: {
    Name: "demographics.name",
    Age: "demographics.age",
    Gender: "demographics.gender",
    Nationality: "demographics.nationality",
    Language: "demographics.language",
    Career_Information: "demographics.career",
  },
  Personality: {
    Extraversion_or_Introversion: "personality.extraversion",
    Sensing_or_Intuition: "personality.sensing",
    Thinking_or_Feeling: "personality.thinking",
    Judging_or_Perceiving: "personality.judging",
    Values_and_Interests: "personality.interests",
  },
  Pattern: {
    Behavior_Engagement_Pattern: "patterns.engagement",
    Usage_Pattern: "patterns.usage",
    Emotion_Pattern: "patterns.emotion",
    Purchase_Pattern: "patterns.purchase",
  },
  Preference: {
    Preferred_Styles: "preferences.styles",
    Preferred_Formats: "preferences.formats",
    Preferred_Workflows: "preferences.workflows",
  },
};

const FILE = fileURLToPath(new URL("../../../../shared/data/personabench/personas.jsonl", import.meta.url));
const PERSONAS = 132;

const published = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()]));
const publishedPersona = z.object({
  id: z.string(),
  Demographics: published,
  Personality: published,
  Pattern: published,
  Preference: published,
});
type Group = z.infer<typeof published>;

test("every published key has a field of its own", () => {
  const paths = Object.values(PUBLISHED).flatMap((group) => Object.values(group));
  expect(new Set(paths).size).toBe(18);
  for (const path of paths) expect(fieldOf(defaultSchema, path)).toBeDefined();
});

test(`all ${PERSONAS} published personas come back as they went in, in keys, values and order`, (context) => {
  if (!existsSync(FILE)) context.skip("../shared/data/personabench is not there");
  const lines = readFileSync(FILE, "utf8").trim().split("\n");
  expect(lines).toHaveLength(PERSONAS);
  const different = lines.flatMap((line) => {
    const { id, ...groups } = publishedPersona.parse(JSON.parse(line));
    const persona: Persona = JSON.parse(JSON.stringify(imported(groups)));
    return JSON.stringify(exported(persona, groups)) === JSON.stringify(present(groups)) ? [] : [id];
  });
  expect(different).toEqual([]);
});

/** The published persona as the user's own hand would write it into an empty one. */
function imported(groups: Readonly<Record<string, Group>>): Persona {
  const commands = Object.entries(present(groups)).flatMap(([name, group]) =>
    Object.entries(group).flatMap(([key, value]) =>
      [value].flat().map((content) => ({ kind: "set" as const, field: fieldFor(name, key), content })),
    ),
  );
  const at = "2026-01-01T00:00:00.000Z";
  const persona = emptyPersona("published");
  return apply(persona, {
    format: PERSONA_FORMAT,
    revision: 1,
    at,
    cause: { kind: "command" },
    schema: schemaName(defaultSchema),
    changes: writeOut(commands, persona, defaultSchema, { revision: 1, at }),
    refusals: [],
  });
}

/** What the persona holds, under the published keys. */
function exported(persona: Persona, groups: Readonly<Record<string, Group>>) {
  return eachKey(groups, (name, key) => {
    const path = fieldFor(name, key);
    const contents = fieldState(persona, path).values.map((value) => value.content);
    return fieldOf(defaultSchema, path)?.kind === "set" ? contents : contents[0];
  });
}

/** The published persona without what it says to be absent. */
function present(groups: Readonly<Record<string, Group>>) {
  return eachKey(groups, (name, key) => {
    const value = groups[name]?.[key];
    return value === null || value === "None" ? undefined : value;
  });
}

function eachKey(
  groups: Readonly<Record<string, Group>>,
  read: (name: string, key: string) => Content | readonly Content[] | undefined,
): Readonly<Record<string, Readonly<Record<string, Content | readonly Content[]>>>> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [
      name,
      Object.fromEntries(
        Object.keys(group).flatMap((key): [string, Content | readonly Content[]][] => {
          const value = read(name, key);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
    ]),
  );
}

function fieldFor(group: string, key: string): string {
  const path = PUBLISHED[group]?.[key];
  if (path === undefined) throw new Error(`No field is known for ${group}.${key}.`);
  return path;
}
