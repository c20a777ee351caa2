import type { LanguageModel } from "@lifelong/core";
import * as z from "zod";
import type { Character } from "../dataset/character.ts";
import { type FieldValues, toldUntil, trueAfter } from "../dataset/gold-persona.ts";
import { askJson } from "../models/ask-json.ts";
import { benchPromptFor } from "./bench-prompt.ts";
import { personaText } from "./persona-text.ts";

const rating = z.number().min(0).max(10);
const answerRating = z.strictObject({ analysis: z.string(), helpful: rating, personal: rating });
const personaRating = z.strictObject({ analysis: z.string(), similarity: rating });

/** Rates as the paper's rubric has it (arXiv 2412.13103), from 0 to 10. Knows what is true; the rated one may not have. */
export interface Judge {
  /** The first answer alone, as in the paper. */
  rateAnswer(character: Character, index: number, answer: string): Promise<{ helpful: number; personal: number }>;
  /** A learned persona beside what was told so far. */
  ratePersona(character: Character, index: number, learned: FieldValues): Promise<number>;
}

export function createJudge({ model, signal }: { model: LanguageModel; signal?: AbortSignal }): Judge {
  return {
    async rateAnswer(character, index, answer) {
      const prompt = benchPromptFor(character.language);
      const { headings } = prompt;
      const { scene } = character.episodes[index] ?? {};
      const { helpful, personal } = await askJson(model, {
        name: "rating",
        schema: answerRating,
        signal,
        messages: [
          { role: "system", text: prompt.answerJudge },
          {
            role: "user",
            text: sections([
              [headings.persona, personaText(trueAfter(character, index))],
              [headings.scene, `${scene?.description ?? ""}\n${scene?.context ?? ""}`],
              [headings.expected, scene?.expected ?? ""],
              [headings.query, scene?.query ?? ""],
              [headings.answer, answer],
            ]),
          },
        ],
      });
      return { helpful, personal };
    },

    async ratePersona(character, index, learned) {
      const prompt = benchPromptFor(character.language);
      const { similarity } = await askJson(model, {
        name: "rating",
        schema: personaRating,
        signal,
        messages: [
          { role: "system", text: prompt.personaJudge },
          {
            role: "user",
            text: sections([
              [prompt.headings.persona, personaText(toldUntil(character, index))],
              [prompt.headings.learned, personaText(learned)],
            ]),
          },
        ],
      });
      return similarity;
    },
  };
}

/** Each under its heading, as a JSON text, so that nothing quoted can pass for a heading. */
function sections(parts: readonly (readonly [string, string])[]): string {
  return parts.map(([heading, text]) => `# ${heading}\n${JSON.stringify(text)}`).join("\n\n");
}
