import * as z from "zod";
import type { Move } from "./model-stub.ts";

/** What the person set by hand before, as an option of `lifelong edit` and as the persona shows it. */
export const KNOWN = { option: "name=Ada", line: "name: Ada" } as const;
/** What a model learns from the person's words, and how the persona shows it; rules of grammar do not find it. */
const LEARNED = { field: "demographics.career", content: "part-time beekeeper" } as const;
export const LEARNED_LINE: string = `work: ${LEARNED.content}`;
/** What the person says. */
export const QUESTION: string = `What goes with rye bread? Being a ${LEARNED.content} I have plenty of honey.`;
export const REPLY = "Honey, Ada, and a little salt.";

/** The model in a conversation that reads a persona, feeds it, improves it as the host's model, and reads it again. */
export function converse(answers: readonly string[]): Move {
  switch (answers.length) {
    case 0:
    case 4:
      return { tool: "get_persona", input: {} };
    case 1:
      return { tool: "record_session", input: { messages: [{ role: "user", text: QUESTION }] } };
    case 2:
      return { tool: "optimize_persona", input: {} };
    case 3:
      return { tool: "optimize_persona", input: propose(answers[2] ?? "") };
    default:
      return { say: REPLY };
  }
}

/** A line of the brief with a message of the person's; one without belongs to a line that names the session. */
const briefLine = z.object({ session: z.string().optional(), m: z.int().optional(), user: z.string().optional() });

/** The input with which a model answers a brief: what stands in it word for word, with the place where it stands. */
export function propose(answer: string): object {
  const text = textOf(answer);
  const operations: object[] = [];
  let session = "";
  for (const line of text.split("\n").filter((part) => part.startsWith('{"session"') || part.startsWith('{"m"'))) {
    const said = briefLine.parse(JSON.parse(line));
    session = said.session ?? session;
    if (!said.user?.includes(LEARNED.content)) continue;
    const evidence = [{ session, message: said.m, quote: LEARNED.content }];
    operations.push({ kind: "set", ...LEARNED, valueId: null, evidence });
  }
  return { ticket: /^ticket: (\S+)$/m.exec(text)?.[1], operations };
}

/** What {@link converse} brought about, each true when it was seen in the answers as the model read them. */
export interface Course {
  readonly get: boolean;
  readonly record: boolean;
  /** Both steps: the brief came, and what the model proposed was committed. */
  readonly optimize: boolean;
  readonly change: boolean;
}

export function judge(answers: readonly string[]): Course {
  const [before = "", recorded = "", brief = "", learned = "", after = ""] = answers.map(textOf);
  return {
    get: before.includes(KNOWN.line),
    record: /^kept: 1$/m.test(recorded),
    optimize: /^outcome: proposal-wanted$/m.test(brief) && /^outcome: committed$/m.test(learned),
    change: !before.includes(LEARNED_LINE) && after.includes(LEARNED_LINE),
  };
}

/** An answer line by line, whether the host shows its model the text of it or the data, and whatever it puts around. */
function textOf(answer: string): string {
  const last = answer.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) return answer;
  return Object.entries(JSON.parse(last))
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}
