import { defaultSchema, type Pass, type PersonaSchema } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import type { FieldValues } from "../dataset/gold-persona.ts";
import { costOf, fieldValuesOf, heldValue, refusedBy, ungroundedOf } from "../measures/held-values.ts";
import { measurePersona } from "../measures/persona-measures.ts";
import type { ConversationResult } from "../results/result.ts";
import { replaySessions } from "./replay-sessions.ts";

/** Replays a character's written conversations, and measures the persona after each. */
export async function replayCharacter(
  character: Character,
  passes: readonly Pass[],
  { schema = defaultSchema, seed }: { schema?: PersonaSchema; seed: number },
): Promise<readonly ConversationResult[]> {
  const { episodes, consents } = character;
  const said = (sessionId: string) =>
    (episodes.find(({ id }) => id === sessionId)?.messages ?? []).flatMap(({ role, text }) =>
      role === "user" ? [text] : [],
    );
  const past: FieldValues[] = [];
  const results: ConversationResult[] = [];
  for await (const { injectedTokens, values, reports } of replaySessions(episodes, { passes, schema, consents })) {
    const index = results.length;
    const held = fieldValuesOf(values);
    results.push({
      character: character.id,
      language: character.language,
      episode: episodes[index]?.id ?? "",
      index,
      seed,
      persona: measurePersona(character, index, { held, past, schema }),
      ungrounded: ungroundedOf(values, said),
      held: values.map(heldValue),
      refused: refusedBy(reports),
      injectedTokens,
      cost: costOf(reports),
    });
    past.push(held);
  }
  return results;
}
