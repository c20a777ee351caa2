import { LEARNED } from "../../examples/agent-frameworks/conversation.ts";
import type { Steps } from "./row.ts";

/** What a model read while it played the script says of each step. */
export function stepsOf(answers: readonly string[]): Steps {
  const [before = "", ...later] = answers;
  const recorded = later.slice(0, -3);
  const [, learned = "", after = ""] = later.slice(-3);
  return {
    get: /^persona: \(empty\)$/m.test(before),
    record: recorded.length > 0 && recorded.every((answer) => /^kept: 1$/m.test(answer)),
    optimize: /by: host.*accepted: 2/.test(learned),
    change: after.includes(`work: ${LEARNED.content}`),
  };
}
