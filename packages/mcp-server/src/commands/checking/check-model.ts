import assert from "node:assert/strict";
import {
  createPersonalizer,
  deepPass,
  type LanguageModel,
  manualRunner,
  memoryStore,
  modelName,
  modelOptimizer,
  PersonaError,
  type RefusalCode,
} from "@lifelong/core";
import { liveModelContract } from "@lifelong/core/testing";
import { type ToldFact, toldFacts } from "./update-cases.ts";
import { type Case, runCases, type Verdict, type Watch } from "./verdict.ts";

/** The forms in which a model is asked for its answer, the strictest first. */
const RUNGS = ["schema", "json", "text"] as const;
type Rung = (typeof RUNGS)[number];

export interface ModelVerdict extends Verdict {
  /** Fit for eyes. */
  readonly place: string;
  /** Provider and model, as the model says. */
  readonly model: string;
  /** Calls of the updates by the form that was asked for. */
  readonly calls: Readonly<Record<Rung, number>>;
  /** The form of the last answer: where the ladder stands. Absent: the model never answered. */
  readonly rung?: Rung;
}

/** What the gate says of evidence that does not stand where the model says. */
const OF_EVIDENCE: readonly RefusalCode[] = ["no-evidence", "not-in-session", "not-the-users-words", "quote-too-short"];

/** How long one call of the contract may take unless the user says otherwise. */
const CALL_MS = 120_000;

/**
 * Asks a model for what every model does, in a few short calls, and has it learn plain facts as an update does, in memory.
 *
 * @throws PersonaError `CONFIGURATION` where the model cannot be asked at all, such as without a key
 */
export async function checkModel(
  place: string,
  model: LanguageModel,
  { timeoutMs, ...watch }: Watch & { readonly timeoutMs?: number },
): Promise<ModelVerdict> {
  const calls: Record<Rung, number> = { schema: 0, json: 0, text: 0 };
  let rung: Rung | undefined;
  const watched: LanguageModel = {
    ...model,
    async generate(request) {
      const asked = request.output?.kind ?? "text";
      calls[asked] += 1;
      const reply = await model.generate(request);
      rung = asked;
      return reply;
    },
  };
  const optimizer = modelOptimizer({ model: watched, ...(timeoutMs !== undefined && { timeoutMs }) });
  const stopped = new AbortController();
  const asking = (name: string, run: Case["run"]): Case => ({
    name,
    async run(signal) {
      try {
        await run(signal);
      } catch (error) {
        // No other case would fare better.
        if (PersonaError.isInstance(error) && error.code === "CONFIGURATION") stopped.abort(error);
        throw error;
      }
    },
  });
  const cases = [
    ...liveModelContract.map(({ name, run }) => asking(name, () => run(model, timeoutMs ?? CALL_MS))),
    ...toldFacts.map((told) => asking(`learns ${told.name}`, (signal) => learns(told, deepPass(optimizer), signal))),
  ];
  const verdict = await runCases(cases, { ...watch, signal: AbortSignal.any([watch.signal, stopped.signal]) });
  if (stopped.signal.aborted) throw stopped.signal.reason;
  return { place, model: modelName(model), ...verdict, calls, ...(rung && { rung }) };
}

async function learns({ opening, fact }: ToldFact, pass: ReturnType<typeof deepPass>, signal: AbortSignal) {
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [pass], runner: manualRunner() });
  try {
    await personalizer.recordSession("check", {
      id: "told",
      messages: [
        { role: "user", text: opening },
        { role: "assistant", text: "Gladly. Is there anything that I should know about you for that?" },
        { role: "user", text: fact },
        { role: "assistant", text: "Thank you, that helps." },
      ],
    });
    const { outcome, reason, changes, refusals } = await personalizer.optimize("check", { signal });
    assert.equal(outcome, "committed", `The update ended as "${outcome}". ${reason ?? ""}`);
    const refused = refusals.find(({ code }) => OF_EVIDENCE.includes(code));
    assert.ok(!refused, `The gate refused evidence (${refused?.code}): ${refused?.sentence}`);
    assert.ok(changes.length > 0, "The model found nothing to learn in a plain fact.");
  } finally {
    await personalizer.close();
  }
}
