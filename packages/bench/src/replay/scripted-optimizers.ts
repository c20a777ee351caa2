import {
  type Brief,
  defaultSchema,
  type Evidence,
  fieldOf,
  type Operation,
  type Optimizer,
  type Usage,
} from "@lifelong/core";
import type { Character, Episode, Gold, Trap } from "../dataset/character.ts";
import { tokenF1 } from "../measures/likeness.ts";

/** One call each, and nobody counts its tokens. */
const USAGE: Usage = { calls: 1 };

/**
 * Proposes for each conversation what the gold says, with its quote: what a model could reach that reads without a fault,
 * so an upper bound of gate, fold and schedule. Never the score of a model.
 */
export function oracle(character: Character): Optimizer {
  return scripted("oracle@1", character, ({ gold }, sessionId) => gold.map((one) => operationOf(one, sessionId)));
}

/** The same, and believes every trap as well, with the words that are most like it: what is left is what code refuses. */
export function credulous(character: Character): Optimizer {
  return scripted("credulous@1", character, (episode, sessionId) => [
    ...episode.gold.map((one) => operationOf(one, sessionId)),
    ...episode.traps.map((trap) => belief(trap, episode, sessionId)),
  ]);
}

function scripted(
  name: string,
  { episodes }: Character,
  propose: (episode: Episode, sessionId: string) => readonly Operation[],
): Optimizer {
  const byId = new Map(episodes.map((episode) => [episode.id, episode]));
  return {
    name,
    propose: async ({ sessions }: Brief) => ({
      operations: sessions.flatMap(({ id }) => {
        const episode = byId.get(id);
        return episode ? propose(episode, id) : [];
      }),
      model: name,
      usage: USAGE,
    }),
  };
}

function operationOf({ operation: kind, field, content, message, quote }: Gold, sessionId: string): Operation {
  return { kind, field, content, evidence: [{ sessionId, messageIndex: message, quote }] };
}

function belief({ field, content }: Trap, { messages }: Episode, sessionId: string): Operation {
  const likest = messages
    .flatMap(({ text }, messageIndex) => sentencesOf(text).map((quote) => ({ messageIndex, quote })))
    .toSorted((one, other) => tokenF1(other.quote, String(content)) - tokenF1(one.quote, String(content)));
  const evidence: Evidence[] = likest.slice(0, 1).map((found) => ({ sessionId, ...found }));
  return { kind: kindFor(field), field, content, evidence };
}

function kindFor(field: string): "set" | "add" {
  return fieldOf(defaultSchema, field)?.kind === "set" ? "add" : "set";
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

function sentencesOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].flatMap(({ segment }) => segment.match(/[^。！？\n]+[。！？]*/g) ?? []);
}
