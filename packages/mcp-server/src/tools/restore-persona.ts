import type { Personalizer, Revision } from "@lifelong/core";
import * as z from "zod";
import { defineTool, type Tool } from "../define-tool.ts";
import { listChange, listedChange } from "../list-change.ts";

/** Revisions read at once while looking for the user's own entries. */
const PAGE = 200;

const output = z.strictObject({
  outcome: z.enum(["committed", "nothing"]),
  revision: z.int(),
  changes: z.array(listedChange),
  kept: z.array(z.int()),
});
type Answer = z.infer<typeof output>;

export const restorePersona: Tool = defineTool({
  name: "restore_persona",
  title: "Go back to an earlier persona",
  description:
    "Takes back what was learned after a revision, if the user asks. What they entered by hand since stays, and kept names those revisions; edits: true takes it back too. Nothing forgotten comes back. undo of edit_persona reverses it.",
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  stores: false,
  input: z.strictObject({
    revision: z.int().min(0).describe("The last one that stays."),
    edits: z.boolean().optional(),
  }),
  output,

  async run({ revision: since, edits = false }, { personalizer, userId }): Promise<Answer> {
    const kept = edits ? [] : await entriesSince(personalizer, userId, since);
    const { outcome, revision, changes } = await personalizer.edit(userId, [{ kind: "undo", since, edits }]);
    return {
      outcome: outcome === "committed" ? "committed" : "nothing",
      revision,
      changes: changes.map(listChange),
      kept,
    };
  },
});

/** Numbers of the revisions in which the user entered something, oldest first. */
async function entriesSince(personalizer: Personalizer, userId: string, since: number): Promise<number[]> {
  const entries: number[] = [];
  for (let before: number | undefined; ; ) {
    const page = await personalizer.history(userId, { before, limit: PAGE });
    entries.push(...page.filter((each) => each.revision > since && isEntry(each)).map(({ revision }) => revision));
    before = page.at(-1)?.revision;
    if (page.length < PAGE || before === undefined || before <= since) return entries.reverse();
  }
}

function isEntry({ cause, changes }: Revision): boolean {
  const isUndo = cause.kind === "command" && (cause.undoes !== undefined || cause.undoesSince !== undefined);
  return cause.kind === "command" && !isUndo && changes.length > 0;
}
