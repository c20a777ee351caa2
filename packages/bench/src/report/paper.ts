import type { Setting } from "../results/result.ts";

/** Where the figures come from. */
export const PAPER = {
  title: "AI PERSONA: Towards Life-long Personalization of LLMs",
  location: "arXiv 2412.13103",
} as const;

/** A row of the paper's table 1: GPT-4o over the whole bench. Ratings 0 to 10. */
export interface PaperRow {
  readonly name: string;
  readonly setting: Setting;
  readonly k?: number;
  /** By the ids of the measures; the settings without a persona have no similarity. */
  readonly scores: Readonly<Record<string, number>>;
}

export const paperTable1: readonly PaperRow[] = [
  row("Conversations RAG", { setting: "rag" }, [8.07, 7.48, undefined, 2.89]),
  row("No Persona", { setting: "none" }, [7.96, 7.35, undefined, 2.24]),
  row("Golden Persona", { setting: "golden" }, [8.34, 7.78, undefined, 1.78]),
  row("Learning, k=1", { setting: "learned", k: 1 }, [8.09, 7.59, 5.88, 1.98]),
  row("Learning, k=3", { setting: "learned", k: 3 }, [8.29, 7.63, 6.07, 1.81]),
  row("Learning, k=5", { setting: "learned", k: 5 }, [8.03, 7.59, 5.23, 2.15]),
];

/** A row of the paper's table 2: helpfulness and personalization of one model; GPT-4o over the whole bench, the others over 10 personas. */
export interface PaperModelRow {
  readonly model: string;
  readonly golden: readonly [number, number];
  readonly none: readonly [number, number];
  readonly learned: readonly [number, number];
}

export const paperTable2: readonly PaperModelRow[] = [
  { model: "GPT-4o", golden: [8.34, 7.78], none: [7.96, 7.35], learned: [8.29, 7.63] },
  { model: "GPT-4o-mini", golden: [8.14, 7.61], none: [8.06, 7.38], learned: [8.26, 7.56] },
  { model: "Gemini-1.5-pro", golden: [8.16, 7.93], none: [8.17, 7.37], learned: [8.27, 7.64] },
  { model: "Gemini-1.5-flash", golden: [8.03, 7.65], none: [7.58, 7.24], learned: [8.07, 7.29] },
  {
    model: "Claude Sonnet (1.5 in the table, 3.5 in the text)",
    golden: [8.11, 7.28],
    none: [8.01, 7.11],
    learned: [8.03, 7.2],
  },
];

function row(
  name: string,
  arm: { setting: Setting; k?: number },
  [helpful, personal, similarity, utterances]: readonly (number | undefined)[],
): PaperRow {
  const scores = { helpful, personal, "judged-similarity": similarity, utterances };
  return {
    name,
    ...arm,
    scores: Object.fromEntries(
      Object.entries(scores).flatMap(([id, score]) => (score === undefined ? [] : [[id, score]])),
    ),
  };
}
