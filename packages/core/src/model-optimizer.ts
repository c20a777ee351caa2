import { loadTokenCounter } from "./count-tokens.ts";
import { PersonaError } from "./errors.ts";
import { type LanguageModel, modelName } from "./model.ts";
import type { Optimizer } from "./optimizer.ts";
import { askForProposal, type LadderOutcome, type Rung } from "./output-ladder.ts";
import { templateFor } from "./prompt.ts";
import type { PromptTemplate } from "./prompt-template.ts";
import { addUsage, type Usage } from "./usage.ts";

/** Tokens for the conversations of one update: what small local models still hold beside the rest. */
export const BUDGET_TOKENS = 12_000;

export interface ModelOptimizerOptions {
  readonly model: LanguageModel;
  /** Asked when the first model cannot be reached, takes no form of the request, declines, or stays unreadable. */
  readonly fallback?: LanguageModel;
  /** Absent: English, or Chinese where most of what the user says is Chinese. */
  readonly prompt?: PromptTemplate;
  /** Tokens for the conversations of one update, 12 000 by default. What does not fit is left to the next update. */
  readonly budgetTokens?: number;
  /** How long one call may take, milliseconds; 2 minutes by default. */
  readonly timeoutMs?: number;
}

/** The optimizer that asks a language model: one call for each update when all goes well, however many sessions it reads. */
export function modelOptimizer({
  model,
  fallback,
  prompt,
  budgetTokens: budget = BUDGET_TOKENS,
  timeoutMs,
}: ModelOptimizerOptions): Optimizer {
  const rungs = new WeakMap<LanguageModel, Rung>();

  return {
    name: "model@1",

    async propose(brief, { signal, mayAskAgain } = {}) {
      const template = prompt ?? templateFor(brief);
      const count = await loadTokenCounter();
      let usage: Usage = {};
      let failure: unknown;
      let unreadable: { readonly model: string; readonly outcome: LadderOutcome & { kind: "unreadable" } } | undefined;
      const isFree = async () => (await mayAskAgain?.(usage)) ?? true;
      for (const [place, asked] of (fallback ? [model, fallback] : [model]).entries()) {
        signal?.throwIfAborted();
        if (place > 0 && !(await isFree())) break;
        const spend = (cost: Usage) => {
          usage = addUsage(usage, cost);
        };
        try {
          const outcome = await askForProposal(asked, brief, {
            template,
            count,
            budget,
            timeoutMs,
            signal,
            rungs,
            spend,
            mayAskAgain: isFree,
          });
          const answered = { model: modelName(asked), prompt: template.id, through: outcome.through, usage };
          if (outcome.kind === "proposal") return { operations: outcome.operations, ...answered };
          // What the first model would have made of it is not known while it is away.
          if (!isAway(failure)) unreadable ??= { model: answered.model, outcome };
        } catch (error) {
          if (!isOfModel(error)) throw error;
          failure ??= error;
        }
      }
      if (unreadable) {
        const { sentence, through } = unreadable.outcome;
        return { operations: [], unreadable: sentence, through, model: unreadable.model, prompt: template.id, usage };
      }
      throw withCost(failure, usage);
    },
  };
}

/** Another model may do better. An abort, or a fault of ours, is nothing that it could mend. */
function isOfModel(error: unknown): boolean {
  return (
    PersonaError.isInstance(error) && ["MODEL_UNAVAILABLE", "MODEL_REJECTED", "CONFIGURATION"].includes(error.code)
  );
}

function isAway(error: unknown): boolean {
  return PersonaError.isInstance(error) && error.code === "MODEL_UNAVAILABLE";
}

function withCost(error: unknown, spent: Usage): unknown {
  if (!PersonaError.isInstance(error)) return error;
  const { code, message, cause, retryAfterMs } = error;
  return new PersonaError(code, message, { ...(cause !== undefined && { cause }), retryAfterMs, spent });
}
