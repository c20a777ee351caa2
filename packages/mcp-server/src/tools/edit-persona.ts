import { CATEGORIES, type Command, PersonaError, type PersonaSchema } from "@lifelong/core";
import * as z from "zod";
import { confirmArgument, unconfirmed } from "../confirmation.ts";
import { defineTool, type Question, type Tool, type ToolContext } from "../define-tool.ts";
import { listChange, listedChange } from "../list-change.ts";
import { fieldIn, heldContentIn, newContentIn } from "../tool-field.ts";

const content = z.union([z.string(), z.number(), z.boolean()]);
const command = z.strictObject({
  kind: z.enum(["set", "remove", "lock", "unlock", "pause", "resume", "consent", "undo"]),
  field: z.string().optional().describe("Path, its last word, or label."),
  content: content.optional(),
  category: z.enum(CATEGORIES).optional(),
  given: z.boolean().optional(),
  revision: z.int().positive().optional(),
});
type WrittenCommand = z.infer<typeof command>;

const output = z.strictObject({
  outcome: z.enum(["committed", "nothing", "kept", "confirmation-wanted"]),
  next: z.string().optional(),
  confirm: z.string().optional(),
  revision: z.int(),
  changes: z.array(listedChange),
});
type Answer = z.infer<typeof output>;

export const editPersona: Tool = defineTool({
  name: "edit_persona",
  title: "Correct the persona",
  description:
    "Changes the persona as the user asks you to; never call it for anything else. set gives a field content, a set one more; remove takes content away, or all a field holds; lock: only the user changes the field; pause and resume learning; consent: a category may be learned (given: false: no longer); undo, sent alone: the newest change, or that revision. What is set outranks what is learned. For good, call forget.",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  stores: false,
  input: z.strictObject({ commands: z.array(command).min(1), confirm: confirmArgument }),
  output,

  async question({ commands }) {
    return consentQuestion(commands);
  },

  async run({ commands, confirm }, context): Promise<Answer> {
    const { personalizer, userId, confirmation } = context;
    const question = consentQuestion(commands);
    const written = await Promise.all(commands.map((each) => readCommand(each, context)));
    const held = question && unconfirmed(question, confirm, confirmation);
    if (held) return { ...held, revision: (await personalizer.show(userId)).revision, changes: [] };
    const { outcome, revision, changes } = await personalizer.edit(userId, written);
    return { outcome: outcome === "committed" ? "committed" : "nothing", revision, changes: changes.map(listChange) };
  },
});

/** Whether a special category of personal data may be learned is for the user alone to say. */
function consentQuestion(commands: readonly WrittenCommand[]): Question | null {
  const categories = commands.flatMap(({ kind, given, category }) =>
    kind === "consent" && given !== false && category !== undefined ? [category] : [],
  );
  if (categories.length === 0) return null;
  const names = [...new Set(categories)].toSorted();
  return {
    message: `May Lifelong learn what you say about ${names.join(", ")} from now on?`,
    phrase: `consent ${names.join(" ")}`,
  };
}

async function readCommand(written: WrittenCommand, context: ToolContext): Promise<Command> {
  const { schema } = context.personalizer;
  const { kind, content, category, given = true, revision } = written;
  switch (kind) {
    case "set": {
      const field = fieldOf(written, schema);
      if (content === undefined) throw lacks(kind, "content");
      return { kind, field, content: await newContentIn(schema, field, content) };
    }
    case "remove": {
      const field = fieldOf(written, schema);
      if (content === undefined) return { kind, field };
      return { kind, field, content: await heldContentIn(context, field, content) };
    }
    case "lock":
    case "unlock":
      return { kind, field: fieldOf(written, schema) };
    case "pause":
    case "resume":
      return { kind };
    case "consent":
      if (category === undefined) throw lacks(kind, "category");
      return { kind, category, given };
    case "undo":
      return { kind, ...(revision !== undefined && { revision }) };
  }
}

function fieldOf({ kind, field }: WrittenCommand, schema: PersonaSchema): string {
  if (field === undefined) throw lacks(kind, "field");
  return fieldIn(schema, field);
}

function lacks(kind: string, argument: string): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `The command ${kind} needs its ${argument}. None of the commands was carried out; call again.`,
  );
}
