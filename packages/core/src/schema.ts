import * as z from "zod";
import { CATEGORIES, type Category } from "./command.ts";
import { PersonaError } from "./errors.ts";
import { issuesText } from "./issues-text.ts";
import type { Content } from "./persona.ts";

/** Lower camel case words joined by dots. Never a number, so that JSON keeps the order of fields. */
const PATH = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/;

/** Default caps: characters of a text, items of a set. */
const TEXT_CAP = 200;
const SET_CAP = 24;

/** One field: what belongs there, and by which rules it is learned, kept and rendered. */
export interface FieldDefinition {
  /** `set` is a set of texts; every other kind holds one value. */
  readonly kind: "text" | "number" | "boolean" | "date" | "enum" | "set";
  /** For people and optimizers: what belongs here. */
  readonly description: string;
  /** How the field is called in a rendered persona. Absent: its path. */
  readonly label?: string;
  /** The weakest basis that the field accepts from learning; `never`: the user's hand only. */
  readonly learn: "stated" | "inferred" | "never";
  /** A special category is learned only after recorded consent. */
  readonly sensitivity: "ordinary" | "personal" | Category;
  /** Whom the values are about. Facts about other people belong only into fields about `others`. */
  readonly about: "user" | "others";
  /** True: values tell the assistant how to behave, in an enum or a short style phrase. */
  readonly style: boolean;
  /** Most characters of a text or of an item. */
  readonly maxLength: number;
  /** Most items of a set. */
  readonly cap: number;
  /** Days after which a value is no longer rendered, counted from its newest support. */
  readonly timeToLiveDays?: number;
  /** 0 to 100. Higher comes first and is the last to fall out of a tight budget. */
  readonly priority: number;
  /** What an enum can be. */
  readonly options?: readonly string[];
  /** Words by which a user states a content, by the content as text: `{ "true": ["I drive"] }`. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** A field as an author writes it: the rest has defaults. */
export type FieldInput = Pick<FieldDefinition, "kind" | "description"> & Partial<FieldDefinition>;

const fieldDefinition: z.ZodType<FieldDefinition> = z.strictObject({
  kind: z.enum(["text", "number", "boolean", "date", "enum", "set"]),
  description: z.string().min(1),
  label: z.string().min(1).optional(),
  learn: z.enum(["stated", "inferred", "never"]).default("inferred"),
  sensitivity: z.enum(["ordinary", "personal", ...CATEGORIES]).default("ordinary"),
  about: z.enum(["user", "others"]).default("user"),
  style: z.boolean().default(false),
  maxLength: z.int().positive().default(TEXT_CAP),
  cap: z.int().positive().default(SET_CAP),
  timeToLiveDays: z.int().positive().optional(),
  priority: z.int().min(0).max(100).default(50),
  options: z.array(z.string().min(1)).nonempty().optional(),
  words: z.record(z.string(), z.array(z.string().min(1))).default({}),
});

const personaSchema: z.ZodType<PersonaSchema> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.int().positive(),
  fields: z.record(z.string().regex(PATH, "a field path is lower camel case words joined by dots"), fieldDefinition),
});

/** Which fields exist, with each one's type, description and rules. */
export interface PersonaSchema {
  readonly id: string;
  readonly version: number;
  /** By dotted path, in the order of rendering among equal priorities. */
  readonly fields: Readonly<Record<string, FieldDefinition>>;
}

/**
 * Checks a schema and fills in the defaults.
 *
 * @throws PersonaError `CONFIGURATION` naming the field that does not fit
 */
export function definePersonaSchema(definition: {
  id: string;
  version: number;
  fields: Readonly<Record<string, FieldInput>>;
}): PersonaSchema {
  const parsed = personaSchema.safeParse(definition);
  if (!parsed.success)
    throw new PersonaError("CONFIGURATION", `The persona schema does not fit: ${issuesText(parsed.error)}`);
  for (const [path, field] of Object.entries(parsed.data.fields)) {
    if ((field.kind === "enum") !== (field.options !== undefined)) {
      throw new PersonaError("CONFIGURATION", `Field "${path}": an enum, and only an enum, lists its options.`);
    }
  }
  return parsed.data;
}

/** The schema's name in revisions and line counts: `id@version`. */
export function schemaName(schema: PersonaSchema): string {
  return `${schema.id}@${schema.version}`;
}

/** The definition of a field; undefined when the schema does not know it. */
export function fieldOf(schema: PersonaSchema, path: string): FieldDefinition | undefined {
  return Object.hasOwn(schema.fields, path) ? schema.fields[path] : undefined;
}

const dateText = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, "a date is YYYY, YYYY-MM or YYYY-MM-DD");

/** What a value of the field can be, as zod; lengths are checked apart, since they are refused under another code. */
export function contentSchema(field: FieldDefinition): z.ZodType<Content> {
  switch (field.kind) {
    case "text":
    case "set":
      return z.string().regex(/\S/, "a text says something");
    case "number":
      return z.number();
    case "boolean":
      return z.boolean();
    case "date":
      return dateText;
    case "enum":
      return z.enum(field.options ?? []);
  }
}
