import { type Forget, PersonaError, type PersonaSchema } from "@lifelong/core";
import * as z from "zod";
import { confirmArgument, unconfirmed } from "../confirmation.ts";
import { defineTool, type Question, type Tool, type ToolContext } from "../define-tool.ts";
import { fieldName } from "../field-name.ts";
import { contentIn, fieldIn, heldContentIn } from "../tool-field.ts";

const input = z.strictObject({
  field: z.string().optional().describe("Path, its last word, or label."),
  content: z.union([z.string(), z.number(), z.boolean()]).optional().describe("One value; else all of it."),
  sessionId: z.string().min(1).optional().describe("A conversation, and what only it supports."),
  everything: z.boolean().optional(),
  confirm: confirmArgument,
});
type Input = z.infer<typeof input>;

/** Characters of a value that a question repeats. */
const REPEATED = 80;

const output = z.strictObject({
  outcome: z.enum(["forgotten", "nothing", "kept", "confirmation-wanted"]),
  next: z.string().optional(),
  confirm: z.string().optional(),
  values: z.int(),
  quotes: z.int(),
  messages: z.int(),
  sessions: z.int(),
  closedFields: z.array(z.string()),
  revision: z.int(),
});
type Answer = z.infer<typeof output>;

export const forget: Tool = defineTool({
  name: "forget",
  title: "Forget something for good",
  description:
    "Takes what the user wants forgotten out of the persona, its history and the stored messages, for good. Name one thing: field, field with content, sessionId, or everything: true. The user is asked first; if it answers confirmation-wanted, ask them yourself.",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  stores: false,
  input,
  output,

  async question(given, { personalizer: { schema } }) {
    return questionFor(readForget(given, schema), schema);
  },

  async run(given, context): Promise<Answer> {
    const { personalizer, userId, confirmation } = context;
    const { schema } = personalizer;
    const what = readForget(given, schema);
    const held = unconfirmed(questionFor(what, schema), given.confirm, confirmation);
    if (held) {
      const { revision } = await personalizer.show(userId);
      return { ...held, values: 0, quotes: 0, messages: 0, sessions: 0, closedFields: [], revision };
    }
    const { values, quotes, messages, sessions, revisions, closedFields, revision } = await personalizer.forget(
      userId,
      await asHeld(what, context),
    );
    const isNothing = values + quotes + messages + sessions + revisions === 0;
    return {
      outcome: isNothing ? "nothing" : "forgotten",
      values,
      quotes,
      messages,
      sessions,
      closedFields: [...closedFields],
      revision,
    };
  },
});

function readForget({ field, content, sessionId, everything }: Input, schema: PersonaSchema): Forget {
  const named = [field, sessionId, everything || undefined].filter((choice) => choice !== undefined);
  if (named.length !== 1 || (content !== undefined && field === undefined)) {
    throw new PersonaError(
      "INVALID_INPUT",
      "Name one thing to forget: field, field with content, sessionId, or everything: true. Nothing was forgotten.",
    );
  }
  if (everything) return { kind: "everything" };
  if (sessionId !== undefined) return { kind: "session", sessionId };
  const path = fieldIn(schema, field ?? "");
  if (content === undefined) return { kind: "value", field: path };
  return { kind: "value", field: path, content: contentIn(schema, path, content) };
}

async function asHeld(what: Forget, context: ToolContext): Promise<Forget> {
  if (what.kind !== "value" || what.content === undefined) return what;
  return { ...what, content: await heldContentIn(context, what.field, what.content) };
}

function questionFor(what: Forget, schema: PersonaSchema): Question {
  switch (what.kind) {
    case "everything":
      return {
        message: "Forget everything that Lifelong holds about you, for good?",
        phrase: "forget everything",
      };
    case "session":
    case "messages":
      return {
        message: `Forget the conversation ${repeat(what.sessionId)} and what only it supports, for good?`,
        phrase: `forget session ${what.sessionId}`,
      };
    case "value": {
      const name = fieldName(schema, what.field);
      if (what.content === undefined) {
        return {
          message: `Forget all that “${name}” holds and held, and the messages that say it, for good?`,
          phrase: `forget ${what.field}`,
        };
      }
      return {
        message: `Forget that “${name}” holds “${repeat(String(what.content))}”, and the messages that say it, for good?`,
        phrase: `forget ${what.field}=${what.content}`,
      };
    }
  }
}

/** Words of the model within our question: one line, cut, and without what would pass for its end. */
function repeat(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(/[“”?!]/gu, "")
    .trim();
  return line.length > REPEATED ? `${line.slice(0, REPEATED).toWellFormed()}…` : line;
}
