import { mkdir } from "node:fs/promises";
import { type LanguageModel, modelName } from "@lifelong/core";
import type { Scene } from "../dataset/character.ts";
import type { SceneCharacter } from "../dataset/scene-character.ts";
import type { Cost } from "../results/result.ts";
import { distinctPeople, distinctScenes, isNearDuplicate } from "./near-duplicate.ts";
import { examplesFor, hintCalls, hintsToAsk, portionsFor } from "./portions.ts";
import {
  answerableQuestion,
  hintsQuestion,
  neutralQuestion,
  personQuestion,
  queryQuestion,
  scenesQuestion,
} from "./questions.ts";
import { type Counted, reportsOf, type StageReport, totalOf } from "./report.ts";
import { claimFolder, type GenerationRequest, type Material, materialFor } from "./request.ts";
import type { BareScene, Person } from "./seed.ts";
import { openStages, type Stage, type Stages } from "./stages.ts";
import { loadWordReader } from "./words.ts";

export interface GenerationOptions {
  readonly request: GenerationRequest;
  readonly model: LanguageModel;
  /** Where the stages are kept; made if it is not there. One process at a time. */
  readonly folder: string;
  /** Calls at a time, 2 by default. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Told after each item that this run has made. */
  readonly onItem?: (stage: Stage) => void;
}

/** What became of a request. */
export interface Generated {
  /** In the order of their hints. Those without a scene left are not among them. */
  readonly characters: readonly SceneCharacter[];
  readonly stages: readonly StageReport[];
  /** Of all runs in the folder. */
  readonly cost: Cost;
}

interface Made {
  /** Number of the hint, 0-based. */
  readonly place: number;
  readonly person: Person;
}

interface MadeScene extends Made {
  /** Number among the person's scenes, 0-based. */
  readonly number: number;
  readonly scene: BareScene;
}

/**
 * Makes characters with scenes in the stages of the AI PERSONA paper (arXiv 2412.13103): seeds, people out of multiplied
 * hints, scenes with context and tools, personal queries, and neutral ones that can be answered.
 *
 * What a stage has made is appended to its file before anything builds on it. A run that was stopped or killed goes on
 * where it stood: no answer is asked for twice but those that were under way. The same folder gives the same characters,
 * and a finished one gives them without a call.
 *
 * @throws PersonaError `INVALID_INPUT` when the folder belongs to another request or model; whatever the model throws;
 *   the signal's reason when it says so. What was made until then is kept.
 */
export async function generateCharacters(options: GenerationOptions): Promise<Generated> {
  const { request, model, folder, concurrency = 2, signal, onItem } = options;
  const material = materialFor(request);
  await mkdir(folder, { recursive: true });
  await claimFolder(folder, request, modelName(model));
  const stages = await openStages(folder, { model, prompts: material.prompts, concurrency, signal, onItem });

  const hints = await makeHints(stages, request, material);
  const people = await makePeople(stages, hints, material);
  const distinct = distinctPeople(people);
  const scenes = await makeScenes(stages, distinct, { request, material });
  const kept = distinct.flatMap(({ place }) => distinctScenes(scenes.filter((made) => made.place === place)));
  const asked = await makeQueries(stages, kept, { request, material });

  const counted: Counted = {
    hints: { kept: hints.length, duplicates: heldHints(stages) - hints.length },
    people: { kept: distinct.length, duplicates: people.length - distinct.length },
    scenes: { kept: kept.length, duplicates: scenes.length - kept.length },
  };
  return {
    characters: distinct.flatMap(({ place, person }) => {
      const finished = asked.filter((made) => made.place === place).map((made) => made.finished);
      const id = `${request.language}-${String(place + 1).padStart(3, "0")}`;
      return finished.length === 0 ? [] : [{ id, language: request.language, ...person, scenes: finished }];
    }),
    stages: reportsOf(stages.files, counted),
    cost: totalOf(stages.files),
  };
}

/** One call after another, since each shows what the earlier ones gave. */
async function makeHints(
  { make }: Stages,
  { people }: GenerationRequest,
  material: Material,
): Promise<readonly string[]> {
  const { prompts, seeds } = material;
  const known = seeds.map(({ hint }) => hint);
  const hints: string[] = [];
  for (let call = 0; call < hintCalls(people).most && hints.length < people; call += 1) {
    const count = hintsToAsk(people, hints.length);
    const found = await make("hints", String(call), () => hintsQuestion(prompts, count, [...known, ...hints]));
    for (const hint of found ?? []) if (!isNearDuplicate(hint, [...known, ...hints])) hints.push(hint);
  }
  return hints;
}

function heldHints({ files }: Stages): number {
  return [...files.hints.done.values()].flatMap(({ item }) => item ?? []).length;
}

async function makePeople(
  { make, each }: Stages,
  hints: readonly string[],
  material: Material,
): Promise<readonly Made[]> {
  const made = await each(hints, async (hint, place) => {
    const person = await make("people", String(place), () =>
      personQuestion(material.prompts, hint, examplesFor(material, place)),
    );
    return person ? [{ place, person }] : [];
  });
  return made.flat();
}

async function makeScenes(
  { make, each }: Stages,
  people: readonly Made[],
  { request, material }: { request: GenerationRequest; material: Material },
): Promise<readonly MadeScene[]> {
  const portions = people.flatMap((made) =>
    portionsFor(request, material, made.place).map((portion) => ({ ...made, portion })),
  );
  const made = await each(portions, async ({ place, person, portion: { name, first, count, occasions } }) => {
    const scenes = await make("scenes", `${place}.${name}`, () =>
      scenesQuestion(material.prompts, { person, count, occasions }),
    );
    return (scenes ?? []).map((scene, index) => ({ place, person, number: first + index, scene }));
  });
  return made.flat();
}

/** What of the scenes is left when each has its neutral query that can be answered. */
async function makeQueries(
  { make, each }: Stages,
  scenes: readonly MadeScene[],
  { request, material: { prompts } }: { request: GenerationRequest; material: Material },
): Promise<readonly { readonly place: number; readonly finished: Scene }[]> {
  const read = await loadWordReader(request.language);
  const keyOf = ({ place, number }: MadeScene) => `${place}.${number}`;
  const queried = await each(scenes, async (made) => {
    const personal = await make("queries", keyOf(made), () => queryQuestion(prompts, made));
    return personal ? [{ ...made, personal }] : [];
  });
  const neutral = await each(queried.flat(), async (made) => {
    const query = await make("neutral", keyOf(made), () => neutralQuestion(prompts, made, read));
    return query === undefined ? [] : [{ ...made, query }];
  });
  const judged = await each(neutral.flat(), async (made) => {
    const isAnswerable = await make("answerable", keyOf(made), () => answerableQuestion(prompts, made));
    const { place, scene, query, personal } = made;
    return isAnswerable ? [{ place, finished: { ...scene, query, expected: personal.expected } }] : [];
  });
  return judged.flat();
}
