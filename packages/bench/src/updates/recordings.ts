import {
  type BriefSession,
  emptyPersona,
  type Operation,
  type PersonaSchema,
  type RefusalCode,
  review,
} from "@lifelong/core";
import { type Interval, intervalOf } from "../measures/interval.ts";
import { overlaps, SAME_FROM, tokenF1 } from "../measures/likeness.ts";
import type { Memory, RecordedCase } from "./case.ts";
import { fieldOfLabel } from "./evaluation-schema.ts";

/** Precision and recall of one model's recorded extractions, as they were and as the gate lets them through. */
export interface RecordingReport {
  readonly model: string;
  readonly items: number;
  readonly accepted: number;
  readonly precision: { readonly before: Interval; readonly after: Interval };
  readonly recall: { readonly before: Interval; readonly after: Interval };
  readonly refusals: Readonly<Record<string, number>>;
}

/** Replays what the models extracted from the main conversations through the gate. */
export function replayRecordings(cases: readonly RecordedCase[], schema: PersonaSchema): readonly RecordingReport[] {
  const models = [...new Set(cases.flatMap(({ extractions }) => Object.keys(extractions)))].sort();
  return models.map((model) => {
    const refusals: Record<string, number> = {};
    let items = 0;
    let accepted = 0;
    const scores = cases.map(({ id, dialogue, gold, extractions }) => {
      const extracted = extractions[model] ?? [];
      const through = extracted.filter((memory) => {
        const code = refusalOf(memory, sessionOf(id, dialogue), schema);
        if (code) refusals[code] = (refusals[code] ?? 0) + 1;
        return !code;
      });
      items += extracted.length;
      accepted += through.length;
      return { before: scoresOf(extracted, gold), after: scoresOf(through, gold) };
    });
    const interval = (when: "before" | "after", score: "precision" | "recall") =>
      intervalOf(scores.flatMap((each) => each[when][score] ?? []));
    return {
      model,
      items,
      accepted,
      precision: { before: interval("before", "precision"), after: interval("after", "precision") },
      recall: { before: interval("before", "recall"), after: interval("after", "recall") },
      refusals,
    };
  });
}

/** Undefined where there is nothing to be right about. */
function scoresOf(extracted: readonly Memory[], gold: readonly Memory[]): { precision?: number; recall?: number } {
  const right = extracted.filter((memory) => gold.some((other) => isSame(memory, other))).length;
  const found = gold.filter((memory) => extracted.some((other) => isSame(other, memory))).length;
  return {
    ...(extracted.length > 0 && { precision: right / extracted.length }),
    ...(gold.length > 0 && { recall: found / gold.length }),
  };
}

function isSame(one: Memory, other: Memory): boolean {
  return tokenF1(one.value, other.value) >= SAME_FROM || overlaps(one.quote, other.quote);
}

/** Where a quote stands is not recorded: the gate finds it. */
function refusalOf(
  { label, value, quote }: Memory,
  session: BriefSession,
  schema: PersonaSchema,
): RefusalCode | undefined {
  const operation: Operation = {
    kind: "add",
    field: fieldOfLabel(label),
    content: value,
    evidence: quote === undefined ? [] : [{ sessionId: session.id, messageIndex: 0, quote }],
  };
  const { refusals } = review(
    { operations: [operation] },
    { persona: emptyPersona("case"), schema, sessions: [session], revision: 1 },
  );
  return refusals[0]?.code;
}

function sessionOf(id: string, dialogue: RecordedCase["dialogue"]): BriefSession {
  const messages = dialogue.map(({ role, text }, index) => ({ index, role, text, sequence: 1 }));
  return { id, ordinal: 1, startedAt: "2026-03-01T10:00:00.000Z", source: "witnessed", messages };
}
