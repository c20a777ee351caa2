import { type Content, defaultSchema, type PersonaSchema } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import { toldUntil } from "../dataset/gold-persona.ts";
import type { ArmResult, ConversationResult } from "../results/result.ts";
import { type Standing, standingsAfter } from "./standing.ts";

/** One field of a character over the conversations: what was told of it, and what each arm held. */
export interface FieldTimeline {
  readonly field: string;
  readonly told: readonly Span[];
  readonly lanes: readonly Lane[];
}

/** Arms that held the same from the first conversation to the last share one lane. */
export interface Lane {
  /** Places of the arms in the run. */
  readonly arms: readonly number[];
  readonly spans: readonly Span[];
}

/** Conversations after which the same is held; without values: nothing is held, nor missing. */
export interface Span {
  readonly length: number;
  readonly values: readonly Mark[];
}

export interface Mark {
  readonly content: Content;
  readonly standing: Standing | "told";
}

/** Every field that was told or held at any time, in the order of the schema. */
export function timelinesOf(
  character: Character,
  arms: readonly ArmResult[],
  schema: PersonaSchema = defaultSchema,
): readonly FieldTimeline[] {
  const told = character.episodes.map((_, index) => toldUntil(character, index));
  const learning = arms.flatMap((arm, place) => {
    const own = conversationsWith(arm, character.id).filter(({ held }) => held !== undefined);
    if (own.length === 0) return [];
    const states = character.episodes.map((_, index) => {
      const held = own.find((conversation) => conversation.index === index)?.held;
      return held ? standingsAfter(character, index, { held, schema }) : [];
    });
    return [{ place, states }];
  });
  return Object.keys(schema.fields).flatMap((field) => {
    const spans = learning.map(({ place, states }) => ({
      place,
      spans: spansOf(states.map((values) => values.filter((value) => value.field === field))),
    }));
    const toldSpans = spansOf(
      told.map((values) => (values[field] ?? []).map((content) => ({ content, standing: "told" as const }))),
    );
    if ([toldSpans, ...spans.map((one) => one.spans)].every((own) => own.every(({ values }) => values.length === 0))) {
      return [];
    }
    const lanes = [...Map.groupBy(spans, (one) => JSON.stringify(one.spans)).values()].map((same) => ({
      arms: same.map(({ place }) => place),
      spans: same[0]?.spans ?? [],
    }));
    return [{ field, told: toldSpans, lanes }];
  });
}

/** An arm's conversations with a character, those of the first seed where there are several. */
export function conversationsWith({ conversations }: ArmResult, character: string): readonly ConversationResult[] {
  const own = conversations.filter((conversation) => conversation.character === character);
  return own.filter(({ seed }) => seed === own[0]?.seed);
}

function spansOf(states: readonly (readonly Mark[])[]): readonly Span[] {
  const spans: { length: number; values: readonly Mark[]; key: string }[] = [];
  for (const state of states) {
    const values = state.map(({ content, standing }) => ({ content, standing }));
    const key = JSON.stringify(values);
    const before = spans.at(-1);
    if (before?.key === key) before.length += 1;
    else spans.push({ length: 1, values, key });
  }
  return spans.map(({ length, values }) => ({ length, values }));
}
