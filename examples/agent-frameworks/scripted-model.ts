import { conversations, LEARNED } from "./conversation.ts";

/** What a model does next: it calls a tool, or speaks. */
export type Step = { readonly tool: string; readonly input: object } | { readonly say: string };

/**
 * A script in the place of a model, for want of one: it calls the tools in the order that their descriptions ask for,
 * and proposes what it finds in the brief.
 *
 * @param answers - what the tools answered so far, oldest first, as the model reads it
 */
export function nextStep(answers: readonly string[]): Step {
  const turn = answers.length;
  const recorded = turn - 1;
  if (turn === 0) return { tool: "get_persona", input: {} };
  const texts = conversations[recorded];
  if (texts) {
    return { tool: "record_session", input: { messages: texts.map((text) => ({ role: "user", text })) } };
  }
  const last = answers.at(-1) ?? "";
  if (recorded === conversations.length) return { tool: "optimize_persona", input: {} };
  if (recorded === conversations.length + 1) return { tool: "optimize_persona", input: propose(last) };
  if (recorded === conversations.length + 2) return { tool: "get_persona", input: {} };
  return { say: "Hello again!" };
}

/** What stands in the brief word for word, with the place where it stands. */
function propose(answer: string): object {
  const ticket = /^ticket: (\S+)$/m.exec(answer)?.[1];
  const operations: object[] = [];
  let session = "";
  for (const line of answer.split("\n").filter((text) => text.startsWith("{"))) {
    const said: { session?: string; m?: number; user?: string } = JSON.parse(line);
    session = said.session ?? session;
    if (!said.user?.includes(LEARNED.content)) continue;
    const evidence = [{ session, message: said.m, quote: LEARNED.content }];
    operations.push({ kind: "set", ...LEARNED, valueId: null, evidence });
  }
  return { ticket, operations };
}
