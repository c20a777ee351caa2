import { apply, applyChange } from "./apply.ts";
import { type History, personaAt } from "./history.ts";
import { fieldState, type Persona } from "./persona.ts";
import type { Cause, Change } from "./revision.ts";
import type { PersonaSchema } from "./schema.ts";
import { undo } from "./undo.ts";

/**
 * The changes that take back every revision after one, the newest first, each by the rules of `undo`: a value that the
 * user has changed by hand since stays as the user left it, and nothing forgotten comes back.
 *
 * @param since - the last revision that stays
 * @param edits - true: what the user entered by hand since is taken back too
 * @param present - the persona as it is now
 * @param at - now, ISO 8601 UTC
 */
export function undoSince(
  { history, since, edits, present }: { history: History; since: number; edits: boolean; present: Persona },
  schema: PersonaSchema,
  at: string,
): readonly Change[] {
  let after = personaAt(history, since);
  const steps = history.revisions
    .filter(({ revision }) => revision > since)
    .map((revision) => {
      const before = after;
      after = apply(before, revision);
      return { cause: revision.cause, before, after };
    });
  const changes: Change[] = [];
  let left = present;
  for (const { cause, ...personas } of steps.toReversed()) {
    if (!isTakenBack(cause, edits)) continue;
    for (const change of undo({ ...personas, present: left }, schema, at)) {
      changes.push(change);
      left = applyChange(left, change, at);
    }
  }
  return changes.filter((change) => !comesAndGoes(change, present, left));
}

/** What the user forgot is gone; what they entered stays, unless told otherwise. */
function isTakenBack(cause: Cause, edits: boolean): boolean {
  if (cause.kind !== "command") return cause.kind === "update";
  return edits || cause.undoes !== undefined || cause.undoesSince !== undefined;
}

/** A value that came after the revision and went again is given back and taken once more on the way: both say nothing. */
function comesAndGoes(change: Change, present: Persona, left: Persona): boolean {
  if (change.kind !== "restore" && change.kind !== "remove") return false;
  const id = change.kind === "restore" ? change.value.id : change.valueId;
  return ![present, left].some((persona) => fieldState(persona, change.field).values.some((value) => value.id === id));
}
