import { CATEGORIES, type Category, type Content, type Message } from "@lifelong/core";
import * as z from "zod";

/** What a conversation is in the data for. The first that fits best comes first. */
export const TRAITS = [
  "plain",
  "implicit",
  "life-change",
  "contradiction",
  "correction",
  "retraction",
  "sarcasm",
  "hypothetical",
  "role-play",
  "others",
  "pasted",
  "tool-output",
  "off-the-record",
  "uninformative",
  "attack",
] as const;
export type Trait = (typeof TRAITS)[number];

/** One thing that a conversation tells of its user, as an attentive reader would note it. */
export interface Gold {
  /** `set` gives a single-valued field its content, `add` puts an item into a set, `remove` takes away what was held. */
  readonly operation: "set" | "add" | "remove";
  readonly field: string;
  readonly content: Content;
  /** Whether the user plainly says it, or it takes thought. */
  readonly basis: "stated" | "inferred";
  /** 0-based index of the user's message that shows it. */
  readonly message: number;
  /** Verbatim from that message. */
  readonly quote: string;
}

/** Something that stands in a conversation and must not be believed of its user. */
export interface Trap {
  readonly field: string;
  readonly content: Content;
  readonly why: string;
}

/** What an assistant could call in a scene. */
export interface SceneTool {
  readonly name: string;
  readonly description: string;
  /** What each parameter means, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What brings the user to the assistant, for runs in which the conversation is not written but had. */
export interface Scene {
  readonly description: string;
  /** What a simulated user knows beside the persona, and may use partly. */
  readonly context: string;
  /** The request without any trait of the person in it. */
  readonly query: string;
  /** What an answer made for this person takes into account. */
  readonly expected: string;
  readonly tools: readonly SceneTool[];
}

/** One conversation of a character: the scene, the dialogue as written, and what it tells. */
export interface Episode {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly traits: readonly Trait[];
  readonly scene: Scene;
  readonly messages: readonly Message[];
  readonly gold: readonly Gold[];
  readonly traps: readonly Trap[];
}

/** An invented person over some months. */
export interface Character {
  readonly id: string;
  readonly language: "en" | "zh";
  /** Who this is, and how this person writes: for readers, and for a simulated user. */
  readonly about: string;
  readonly voice: string;
  /** Special categories that this person has agreed to keep. */
  readonly consents: readonly Category[];
  /** What is true of this person at the start, told or not, by field. */
  readonly profile: Readonly<Record<string, Content | readonly string[]>>;
  /**
   * What a learned persona is measured by: what was told so far, or, where no conversation is written, the profile. Absent:
   * what was told.
   */
  readonly measuredBy?: "told" | "profile";
  readonly episodes: readonly Episode[];
}

const text = z.string().min(1);
const content: z.ZodType<Content> = z.union([text, z.number(), z.boolean()]);

const gold: z.ZodType<Gold> = z.strictObject({
  operation: z.enum(["set", "add", "remove"]),
  field: text,
  content,
  basis: z.enum(["stated", "inferred"]),
  message: z.int().nonnegative(),
  quote: text,
});

const scene: z.ZodType<Scene> = z.strictObject({
  description: text,
  context: text,
  query: text,
  expected: text,
  tools: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
      description: text,
      parameters: z.record(z.string(), z.string()),
    }),
  ),
});

const episode: z.ZodType<Episode> = z.strictObject({
  id: z.string().regex(/^s\d\d$/),
  startedAt: z.iso.datetime(),
  traits: z.array(z.enum(TRAITS)).nonempty(),
  scene,
  messages: z.array(z.strictObject({ role: z.enum(["user", "assistant", "tool"]), text })).min(2),
  gold: z.array(gold),
  traps: z.array(z.strictObject({ field: text, content, why: text })),
});

const character: z.ZodType<Character> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  language: z.enum(["en", "zh"]),
  about: text,
  voice: text,
  consents: z.array(z.enum(CATEGORIES)),
  profile: z.record(z.string(), z.union([content, z.array(text)])),
  measuredBy: z.enum(["told", "profile"]).optional(),
  episodes: z.array(episode).min(12),
});

/** Parses a character's file. Throws a ZodError where it does not fit. */
export function parseCharacter(file: string): Character {
  return character.parse(JSON.parse(file));
}
