import { checkSatisfaction, type Satisfaction } from "@lifelong/agent";
import type { LanguageModel, Message, ModelMessage } from "@lifelong/core";
import type { Character, Episode } from "../dataset/character.ts";
import { trueAfter } from "../dataset/gold-persona.ts";
import { benchPromptFor } from "./bench-prompt.ts";
import { personaText } from "./persona-text.ts";

/** Plays a character in a scene. Knows what is true of the person, and never what a program has learned. */
export interface SimulatedUser {
  /** Whether the person has what they came for, given what was said so far. */
  isSatisfied(dialogue: readonly Message[]): Promise<Satisfaction["verdict"]>;
  /** The person's next message. */
  next(dialogue: readonly Message[]): Promise<string>;
  /** The person's last message, in which comes up what was not told yet. */
  last(dialogue: readonly Message[]): Promise<string>;
}

export function simulateUser(
  character: Character,
  index: number,
  { model, signal }: { model: LanguageModel; signal?: AbortSignal },
): SimulatedUser {
  const prompt = benchPromptFor(character.language);
  const episode = character.episodes[index];
  return {
    async isSatisfied(dialogue) {
      const { verdict } = await checkSatisfaction({ model, dialogue, expected: episode?.scene.expected, signal });
      return verdict;
    },
    next: (dialogue) => say(dialogue, prompt.simulator.next),
    last: (dialogue) => say(dialogue, prompt.simulator.last),
  };

  async function say(dialogue: readonly Message[], wanted: string): Promise<string> {
    const { text } = await model.generate({
      messages: [
        { role: "system", text: roleOf(character, index, episode) },
        // The model speaks for the person, so the assistant's words are what it hears.
        ...dialogue.flatMap(heard),
        { role: "user", text: wanted },
      ],
      signal,
    });
    return text.trim();
  }
}

function roleOf(character: Character, index: number, episode: Episode | undefined): string {
  const { simulator, headings } = benchPromptFor(character.language);
  const { description = "", context = "" } = episode?.scene ?? {};
  const news = (episode?.gold ?? []).map(({ operation, content, quote }) =>
    operation === "remove" ? `- ${quote}` : `- ${content}`,
  );
  return [
    simulator.task,
    `# ${headings.about}\n${character.about}`,
    `# ${headings.voice}\n${character.voice}`,
    `# ${headings.persona}\n${personaText(trueAfter(character, index))}`,
    `# ${headings.scene}\n${description}\n${context}`,
    ...(news.length > 0 ? [`# ${headings.comesUp}\n${news.join("\n")}`] : []),
  ].join("\n\n");
}

function heard({ role, text }: Message): readonly ModelMessage[] {
  if (text === "" || (role !== "user" && role !== "assistant")) return [];
  return [{ role: role === "user" ? "assistant" : "user", text }];
}
