import { loadTokenCounter } from "@lifelong/core";
import { examplesFor, hintCalls, hintsToAsk, portionsFor } from "./portions.ts";
import { type Prompt, personJson, scenesJson } from "./prompts/prompts.ts";
import {
  answerableQuestion,
  hintsQuestion,
  neutralQuestion,
  personQuestion,
  queryQuestion,
  scenesQuestion,
} from "./questions.ts";
import { type GenerationRequest, type Material, materialFor } from "./request.ts";
import type { Seed } from "./seed.ts";
import type { Stage } from "./stages.ts";

/** What something costs when all goes well, and the most that it can. */
export interface PlannedCost {
  readonly calls: number;
  /** o200k tokens; other tokenizers differ by some tens of percent. Thinking is not in it. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** When every answer has to be asked for again. A bound for calls, an estimate for tokens. */
  readonly most: { readonly calls: number; readonly inputTokens: number; readonly outputTokens: number };
}

/** What a request costs, before anything is spent. */
export interface PlannedGeneration {
  readonly stages: readonly (PlannedCost & { readonly stage: Stage })[];
  readonly total: PlannedCost;
}

/** One call as it will be: its prompt, and an answer of the usual length. */
interface PlannedCall {
  readonly stage: Stage;
  readonly prompt: Prompt;
  readonly answer: string;
  /** Only made when hints are too much alike. */
  readonly isSpare?: boolean;
}

/**
 * Counts the calls of a request and their tokens: the very prompts, with the seeds in place of the people who are not
 * there yet. What is dropped on the way makes it cheaper.
 *
 * @throws PersonaError `INVALID_INPUT` when the request does not fit
 */
export async function planGeneration(request: GenerationRequest): Promise<PlannedGeneration> {
  const count = await loadTokenCounter();
  const counts = new Map<string, number>();
  const tokens = (text: string) => {
    const known = counts.get(text) ?? count(text);
    counts.set(text, known);
    return known;
  };
  const calls = plannedCalls(request, materialFor(request)).map(({ stage, prompt, answer, isSpare = false }) => {
    const inputTokens = tokens(prompt.system) + tokens(prompt.user);
    const outputTokens = tokens(answer);
    return { stage, isSpare, inputTokens, outputTokens };
  });
  const stages = [...Map.groupBy(calls, ({ stage }) => stage)].map(([stage, own]) => {
    const likely = own.filter(({ isSpare }) => !isSpare);
    return {
      stage,
      calls: likely.length,
      inputTokens: sum(likely, ({ inputTokens }) => inputTokens),
      outputTokens: sum(likely, ({ outputTokens }) => outputTokens),
      most: {
        calls: 2 * own.length,
        // The second time the first answer is shown again.
        inputTokens: sum(own, ({ inputTokens, outputTokens }) => 2 * inputTokens + outputTokens),
        outputTokens: sum(own, ({ outputTokens }) => 2 * outputTokens),
      },
    };
  });
  return {
    stages,
    total: {
      calls: sum(stages, (stage) => stage.calls),
      inputTokens: sum(stages, (stage) => stage.inputTokens),
      outputTokens: sum(stages, (stage) => stage.outputTokens),
      most: {
        calls: sum(stages, ({ most }) => most.calls),
        inputTokens: sum(stages, ({ most }) => most.inputTokens),
        outputTokens: sum(stages, ({ most }) => most.outputTokens),
      },
    },
  };
}

function plannedCalls(request: GenerationRequest, material: Material): readonly PlannedCall[] {
  const people = Array.from({ length: request.people }, (_, place) => seedAt(material, place));
  return [
    ...hintsCalls(request, material),
    ...people.flatMap((person, place) => callsForPerson(person, place, { request, material })),
  ];
}

function hintsCalls({ people }: GenerationRequest, material: Material): readonly PlannedCall[] {
  const { likely, most } = hintCalls(people);
  const hintAt = (place: number) => seedAt(material, place).hint;
  const known = material.seeds.length;
  return Array.from({ length: most }, (_, call): PlannedCall => {
    const held = Math.min(call * hintsToAsk(people, 0), people - 1);
    const asked = hintsToAsk(people, held);
    const shown = Array.from({ length: known + held }, (_each, place) => hintAt(place));
    return {
      stage: "hints",
      prompt: hintsQuestion(material.prompts, asked, shown).prompt,
      answer: JSON.stringify({ hints: Array.from({ length: asked }, (_each, place) => hintAt(place)) }),
      isSpare: call >= likely,
    };
  });
}

function callsForPerson(
  person: Seed,
  place: number,
  { request, material }: { request: GenerationRequest; material: Material },
): readonly PlannedCall[] {
  const { prompts } = material;
  const { scene, personal, neutral } = person;
  const ofScenes = portionsFor(request, material, place).map(
    ({ count, occasions }): PlannedCall => ({
      stage: "scenes",
      prompt: scenesQuestion(prompts, { person, count, occasions }).prompt,
      answer: scenesJson(Array.from({ length: count }, () => scene)),
    }),
  );
  const ofEach: readonly PlannedCall[] = [
    { stage: "queries", prompt: queryQuestion(prompts, { person, scene }).prompt, answer: JSON.stringify(personal) },
    {
      stage: "neutral",
      prompt: neutralQuestion(prompts, { person, scene, personal }, () => []).prompt,
      answer: JSON.stringify({ query: neutral }),
    },
    {
      stage: "answerable",
      prompt: answerableQuestion(prompts, { scene, personal, query: neutral }).prompt,
      answer: JSON.stringify({ why: personal.expected, answerable: true }),
    },
  ];
  return [
    {
      stage: "people",
      prompt: personQuestion(prompts, person.hint, examplesFor(material, place)).prompt,
      answer: personJson(person),
    },
    ...ofScenes,
    ...Array.from({ length: request.scenes }, () => ofEach).flat(),
  ];
}

function seedAt({ seeds }: Material, place: number): Seed {
  const seed = seeds[place % seeds.length];
  if (!seed) throw new RangeError("There is no seed.");
  return seed;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
