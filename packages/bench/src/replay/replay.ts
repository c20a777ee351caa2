import {
  createPersonalizer,
  DEEP,
  defaultSchema,
  foldText,
  INSTANT,
  memoryStore,
  type Pass,
  type Persona,
  type PersonaSchema,
  type UpdateReport,
  type Value,
} from "@lifelong/core";
import type { Character, Episode } from "../dataset/character.ts";
import type { FieldValues } from "../dataset/gold-persona.ts";
import { measurePersona, type Share } from "../measures/persona-measures.ts";
import type { ConversationResult, Cost, HeldValue } from "../results/result.ts";

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
    const held = Object.fromEntries(
      [...Map.groupBy(values, ({ field }) => field)].map(([field, own]) => [
        field,
        own.map(({ value }) => value.content),
      ]),
    );
    results.push({
      character: character.id,
      language: character.language,
      episode: episode.id,
      index,
      seed,
      persona: measurePersona(character, index, { held, past, schema }),
      ungrounded: ungroundedOf(values, character.episodes),
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

interface FieldValue {
  readonly field: string;
  readonly value: Value;
}

/** What a prompt may show: in the order of the persona, without what still waits for a second conversation. */
function confirmedOf({ fields }: Persona): readonly FieldValue[] {
  return Object.entries(fields).flatMap(([field, { values }]) =>
    values.filter(({ tentative }) => !tentative).map((value) => ({ field, value })),
  );
}

function heldValue({ field, value: { content, basis, quotes } }: FieldValue): HeldValue {
  return { field, content, basis, quote: quotes.at(-1)?.quote ?? "" };
}

/** Values of which a kept quote stands in no message of the user in the conversation that it names. */
function ungroundedOf(values: readonly FieldValue[], episodes: readonly Episode[]): Share {
  const said = (id: string) =>
    (episodes.find((episode) => episode.id === id)?.messages ?? [])
      .filter(({ role }) => role === "user")
      .map(({ text }) => foldText(text));
  const are = values.filter(({ value }) =>
    value.quotes.some(({ sessionId, quote }) => !said(sessionId).some((text) => text.includes(foldText(quote)))),
  );
  return { of: values.length, are: are.length };
}

function refusedBy(reports: readonly UpdateReport[]): Readonly<Record<string, number>> {
  const refused: Record<string, number> = {};
  for (const { code, count } of reports.flatMap(({ refusals }) => refusals))
    refused[code] = (refused[code] ?? 0) + count;
  return Object.fromEntries(Object.entries(refused).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function costOf(reports: readonly UpdateReport[]): Cost {
  const total = (key: "inputTokens" | "outputTokens") => {
    const reported = reports.flatMap(({ usage }) => usage?.[key] ?? []);
    return reported.length === 0 ? {} : { [key]: reported.reduce((sum, tokens) => sum + tokens, 0) };
  };
  const calls = reports.reduce((sum, { usage }) => sum + (usage?.calls ?? 0), 0);
  return { calls, ...total("inputTokens"), ...total("outputTokens") };
}
