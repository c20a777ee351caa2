import { emptyPersona, fold, type Revision } from "@lifelong/core";
// The inside of the core, which its public surface shows only together with a store.
import { review } from "../../packages/core/src/gate.ts";
import { render } from "../../packages/core/src/render.ts";
import type { Measurement } from "../measurement.ts";
import { type SamplePersona, samplePersona } from "../sample-persona.ts";
import { SPREAD, spread, timeNow } from "../samples.ts";

const WARM_UP = 50;
const ROUNDS = 1_000;
const FOLDS = 60;
const REVISIONS = 1_000;
const OPERATIONS = 20;
const now = new Date("2026-06-01T00:00:00.000Z");

export const pureFunctions: Measurement = {
  name: "pure-functions",
  question: "What do rendering, folding and the gate cost by themselves?",
  async run() {
    const rows: (readonly string[])[] = [];
    const raw: Record<string, readonly number[]> = {};
    const measure = (name: string, rounds: number, run: () => unknown) => {
      for (let round = 0; round < Math.min(WARM_UP, rounds); round += 1) run();
      const samples = Array.from({ length: rounds }, () => timeNow(run));
      raw[name] = samples;
      rows.push([name, ...spread(samples)]);
    };
    for (const values of [5, 40, 200]) {
      const { persona, schema } = await samplePersona(values);
      measure(`render, ${values} values, 600 tokens`, ROUNDS, () => render(persona, schema, { now }));
    }
    const { persona, schema } = await samplePersona(200);
    measure("render, 200 values, all of them", ROUNDS, () => render(persona, schema, { now, budgetTokens: 20_000 }));

    const history = longHistory(await samplePersona(40));
    measure(`fold of ${REVISIONS} revisions`, FOLDS, () => fold("somebody", null, history));

    const { operations, brief, ...sample } = await samplePersona(OPERATIONS);
    const context = { persona: emptyPersona("somebody"), schema: sample.schema, sessions: [brief], revision: 1 };
    measure(`gate, ${OPERATIONS} operations`, ROUNDS, () => review({ operations }, context));
    return {
      tables: [
        {
          title: "Pure functions, code compiled",
          columns: ["", ...SPREAD],
          rows,
          notes: [
            "each folded revision supports one of forty values in turn, with a quote from another conversation",
            `the gate looks up ${OPERATIONS} quotes in one conversation of ${OPERATIONS} messages; all are accepted`,
          ],
        },
      ],
      verdicts: [],
      raw,
    };
  },
};

/** A thousand updates that support forty values in turn. */
function longHistory({ revision }: SamplePersona): readonly Revision[] {
  const { changes, lines: _, ...rest } = revision;
  return Array.from({ length: REVISIONS }, (_, number) => {
    const change = changes[number % changes.length];
    if (change?.kind !== "add") throw new Error("The sample persona learns by adding.");
    const evidence = change.evidence.map((quote) => ({
      ...quote,
      sessionId: `conversation-${number}`,
      sequence: number + 1,
    }));
    return { ...rest, revision: number + 1, changes: [{ ...change, evidence }] };
  });
}
