import {
  createPersonalizer,
  DEEP,
  defaultSchema,
  INSTANT,
  memoryStore,
  type Pass,
  type PersonaSchema,
  type UpdateReport,
} from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import type { FieldValues } from "../dataset/gold-persona.ts";
import { confirmedOf, costOf, fieldValuesOf, heldValue, refusedBy, ungroundedOf } from "../measures/held-values.ts";
import { measurePersona } from "../measures/persona-measures.ts";
import type { ConversationResult } from "../results/result.ts";

/** How long after its start a conversation is over. */
const LASTS_MS = 10 * 60 * 1000;

/**
 * Records a character's written conversations one after another through the real pipeline, at the times at which they
 * were had, lets what is due be learned in between, and measures the persona after each.
 */
export async function replayCharacter(
  character: Character,
  passes: readonly Pass[],
  { schema = defaultSchema, seed }: { schema?: PersonaSchema; seed: number },
): Promise<readonly ConversationResult[]> {
  let now = new Date(0);
  const personalizer = createPersonalizer({ store: memoryStore(), schema, passes, background: false, now: () => now });
  const userId = character.id;
  const past: FieldValues[] = [];
  const said = (sessionId: string) =>
    (character.episodes.find((episode) => episode.id === sessionId)?.messages ?? []).flatMap(({ role, text }) =>
      role === "user" ? [text] : [],
    );
  const results: ConversationResult[] = [];
  for (const [index, episode] of character.episodes.entries()) {
    now = new Date(episode.startedAt);
    if (index === 0 && character.consents.length > 0) {
      await personalizer.edit(
        userId,
        character.consents.map((category) => ({ kind: "consent", category, given: true })),
      );
    }
    const { tokens: injectedTokens } = await personalizer.getPersona(userId);
    now = new Date(Date.parse(episode.startedAt) + LASTS_MS);
    const { id, startedAt, messages } = episode;
    const { due } = await personalizer.recordSession(userId, { id, startedAt, messages, source: "witnessed" });
    const reports: UpdateReport[] = [];
    for (const pass of [INSTANT, DEEP].filter((name) => due.includes(name))) {
      reports.push(await personalizer.optimize(userId, { pass }));
    }
    const persona = await personalizer.show(userId);
    const values = confirmedOf(persona);
    const held = fieldValuesOf(values);
    results.push({
      character: character.id,
      language: character.language,
      episode: episode.id,
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
  await personalizer.close();
  return results;
}
