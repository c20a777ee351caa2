import type { Chat, Extraction, GoldMemory } from "./chats.ts";

/** Share of an extraction's words that a gold memory must hold. */
const OVERLAP = 0.5;

/** Labels of facts that some field of the default schema could hold when they are told plainly. */
const IN_REACH =
  /^(?:Personal_Background|Preferences|Interaction_Preferences|Social_Relationships|Possessions\/Pet|Thoughts\/Goals|Constraints_and_Boundaries)/;

/**
 * An extraction matches a gold memory when its message is among the memory's evidence, and at least half of the words of
 * its content stand in the memory's value or quoted evidence.
 */
export function matches(extraction: Extraction, memory: GoldMemory): boolean {
  if (!indexesOf(memory).includes(extraction.message)) return false;
  const told = new Set(wordsOf(`${memory.value} ${memory.evidence?.text ?? ""}`));
  const content = wordsOf(String(extraction.content));
  return content.filter((word) => told.has(word)).length >= OVERLAP * content.length;
}

/** Memories that a reader of plain English statements could find: direct, in English, in a message of the user, of a known kind. */
export function memoriesInReach(chat: Chat): readonly GoldMemory[] {
  return chat.gold.filter(
    (memory) =>
      memory.type === "direct" &&
      IN_REACH.test(memory.label) &&
      !/[^\p{Script=Latin}\p{N}\p{P}\p{S}\s]/u.test(memory.evidence?.text ?? "") &&
      /\b(?:I|i|my|My|me|we|our)\b|\bI['’]m\b/.test(memory.evidence?.text ?? "") &&
      indexesOf(memory).some((index) => chat.messages[index]?.role === "user"),
  );
}

function indexesOf(memory: GoldMemory): readonly number[] {
  const index = memory.evidence?.utterance_index;
  return index === undefined ? [] : [index].flat();
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
