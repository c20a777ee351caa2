import * as z from "zod/mini";

export type CardContent = string | number | boolean;

export interface CardValue {
  /** As it is printed everywhere; the tools know the value by it. */
  content: CardContent;
  basis: "user" | "stated" | "inferred";
  tentative: boolean;
  /** How many support it; 0 for what the user entered. */
  conversations: number;
  /** The user's words, newest first. `at`: start of the conversation, ISO 8601 UTC. */
  quotes: { quote: string; at: string }[];
}

export interface CardField {
  /** Dotted path, as the tools take it. */
  field: string;
  label: string;
  group: string;
  locked: boolean;
  values: CardValue[];
}

/** Operations alike that the gate refused, without their contents. `at`: ISO 8601 UTC. */
export interface CardRefusal {
  at: string;
  label: string;
  sentence: string;
  count: number;
}

/** One revision. `at`: ISO 8601 UTC. */
export interface CardChange {
  revision: number;
  at: string;
  by: string;
  steps: { kind: string; label?: string; content?: CardContent }[];
  /** Whether it can be taken back, or was. */
  undo: "possible" | "done" | "never";
}

/** What the persona card shows: the resource `persona://me/evidence`, written by the server and parsed by the page. */
export interface CardData {
  /** 0: nothing was ever learned. */
  revision: number;
  paused: boolean;
  /** Conversations not used yet. */
  pending: number;
  /** Names of the tools that the server offers. */
  tools: string[];
  /** Fields that hold something or are locked, in the order of the schema. */
  fields: CardField[];
  /** Of the newest revisions, newest first. */
  refusals: CardRefusal[];
  changes: CardChange[];
}

const content = z.union([z.string(), z.number(), z.boolean()]);

export const cardData: z.ZodMiniType<CardData> = z.object({
  revision: z.int(),
  paused: z.boolean(),
  pending: z.int(),
  tools: z.array(z.string()),
  fields: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      group: z.string(),
      locked: z.boolean(),
      values: z.array(
        z.object({
          content,
          basis: z.enum(["user", "stated", "inferred"]),
          tentative: z.boolean(),
          conversations: z.int(),
          quotes: z.array(z.object({ quote: z.string(), at: z.string() })),
        }),
      ),
    }),
  ),
  refusals: z.array(z.object({ at: z.string(), label: z.string(), sentence: z.string(), count: z.int() })),
  changes: z.array(
    z.object({
      revision: z.int(),
      at: z.string(),
      by: z.string(),
      steps: z.array(z.object({ kind: z.string(), label: z.optional(z.string()), content: z.optional(content) })),
      undo: z.enum(["possible", "done", "never"]),
    }),
  ),
});
