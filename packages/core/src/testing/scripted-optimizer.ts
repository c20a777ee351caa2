import type { Proposal } from "../operation.ts";
import type { Brief, Optimizer } from "../optimizer.ts";

/** A reply of a scripted optimizer: the proposal itself, or what makes it from the brief. */
export type ScriptedReply = Proposal | ((brief: Brief, signal?: AbortSignal) => Proposal | Promise<Proposal>);

/** An optimizer that says what a test tells it to, and remembers what it was asked. */
export interface ScriptedOptimizer extends Optimizer {
  /** The briefs so far, oldest first. */
  readonly briefs: readonly Brief[];
}

/**
 * Gives the replies one after another; after the last one it proposes nothing. A single function answers every time.
 *
 * @param replies - a function that throws makes the call fail
 */
export function scriptedOptimizer(replies: readonly ScriptedReply[] | ScriptedReply): ScriptedOptimizer {
  const briefs: Brief[] = [];
  return {
    name: "scripted@1",
    briefs,
    async propose(brief, { signal } = {}) {
      const reply = Array.isArray(replies) ? replies[briefs.length] : replies;
      briefs.push(brief);
      if (typeof reply === "function") return reply(brief, signal);
      return (reply as Proposal | undefined) ?? { operations: [] };
    },
  };
}
