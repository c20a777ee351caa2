import type { Evidence, Operation, Optimizer } from "@lifelong/core";
import { tokenF1 } from "../measures/likeness.ts";
import type { Memory, UpdateCase } from "./case.ts";
import { fieldOfLabel } from "./evaluation-schema.ts";
import { userTurns } from "./run-case.ts";

/**
 * Proposes what the gold says, with the user's turn that shows it: an upper bound of what gate and apply let through, never
 * the score of a model.
 */
export function oracleFor({ dialogue, superseded, successor, added }: UpdateCase): Optimizer {
  const evidenceFor = (memory: Memory, sessionId: string): readonly Evidence[] => {
    const turns = userTurns(dialogue);
    const shown = turns.find(({ text }) => memory.quote && text.includes(memory.quote));
    const likest = turns.toSorted(
      (one, other) => tokenF1(other.text, memory.value) - tokenF1(one.text, memory.value),
    )[0];
    const turn = shown ?? likest;
    return turn
      ? [{ sessionId, messageIndex: turn.index, quote: shown && memory.quote ? memory.quote : turn.text }]
      : [];
  };
  return {
    name: "oracle@1",
    async propose({ sessions }) {
      const sessionId = sessions[0]?.id ?? "";
      const change = evidenceFor(successor, sessionId);
      const operations: Operation[] = [
        { kind: "remove", field: fieldOfLabel(superseded.label), content: superseded.value, evidence: change },
        { kind: "add", field: fieldOfLabel(successor.label), content: successor.value, evidence: change },
        {
          kind: "add",
          field: fieldOfLabel(added.label),
          content: added.value,
          evidence: evidenceFor(added, sessionId),
        },
      ];
      return { operations };
    },
  };
}
