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

const wanted = z.object({ ticket: z.string(), brief: z.string() });
/** A line of the brief with a message of the person's; one without belongs to a line that names the session. */
const briefLine = z.object({ session: z.string().optional(), m: z.int().optional(), user: z.string().optional() });

/** What stands in the brief word for word, with the place where it stands. */
function propose(answer: string): object {
  const { ticket, brief } = wanted.parse(dataOf(answer));
  const operations: object[] = [];
  let session = "";
  for (const line of brief.split("\n").filter((text) => text.startsWith('{"session"') || text.startsWith('{"m"'))) {
    const said = briefLine.parse(JSON.parse(line));
    session = said.session ?? session;
    if (!said.user?.includes(LEARNED.content)) continue;
    const evidence = [{ session, message: said.m, quote: LEARNED.content }];
    operations.push({ kind: "set", ...LEARNED, valueId: null, evidence });
  }
  return { ticket, operations };
}

/** What {@link converse} brought about, each true when it was seen in the answers as the model read them. */
export interface Course {
  readonly get: boolean;
  readonly record: boolean;
  /** Both steps: the brief came, and what the model proposed was committed. */
  readonly optimize: boolean;
  readonly change: boolean;
}

const anyAnswer = z.looseObject({
  persona: z.string().default(""),
  kept: z.int().default(0),
  outcome: z.string().default(""),
});

export function judge(answers: readonly string[]): Course {
  const [before, recorded, brief, learned, after] = [0, 1, 2, 3, 4].map((turn) =>
    anyAnswer.parse(dataOf(answers[turn] ?? "{}")),
  );
  const known = before?.persona ?? "";
  return {
    get: known.includes(KNOWN.line),
    record: recorded?.kept === 1,
    optimize: brief?.outcome === "proposal-wanted" && learned?.outcome === "committed",
    change: !known.includes(LEARNED_LINE) && (after?.persona.includes(LEARNED_LINE) ?? false),
  };
}

/** An answer's structured content, before which a host may write lines of its own. */
function dataOf(answer: string): unknown {
  const json = answer.split("\n").find((line) => line.startsWith("{"));
  if (json === undefined) throw new Error(`The tool answered no data, but: ${answer}`);
  return JSON.parse(json);
}
