import { PersonaError } from "./errors.ts";
import type { History } from "./history.ts";
import { fieldState, type Persona } from "./persona.ts";
import type { Explanation } from "./personalizer.ts";
import type { Cause, Change } from "./revision.ts";
import { fieldOf, type PersonaSchema } from "./schema.ts";

/**
 * Why a field holds what it holds: its state, and every revision that touched it, newest first.
 *
 * @throws PersonaError `INVALID_INPUT` when neither schema nor persona knows the field
 */
export function explain(field: string, persona: Persona, schema: PersonaSchema, { revisions }: History): Explanation {
  const definition = fieldOf(schema, field);
  if (!definition && !Object.hasOwn(persona.fields, field)) {
    throw new PersonaError(
      "INVALID_INPUT",
      `There is no field with that name. The schema "${schema.id}" knows: ${Object.keys(schema.fields).join(", ")}.`,
    );
  }
  const history = revisions.toReversed().flatMap(({ revision, at, cause, changes, refusals }) => {
    const own = changes.filter((change) => touches(change, field));
    const refused = refusals.filter((refusal) => refusal.field === field);
    return own.length + refused.length === 0
      ? []
      : [{ revision, at, by: authorOf(cause), changes: own, refusals: refused }];
  });
  return { field, label: definition?.label ?? field, state: fieldState(persona, field), history };
}

function touches(change: Change, field: string): boolean {
  if (change.kind === "forget") return change.fields.includes(field);
  return "field" in change && change.field === field;
}

/** Who made a revision, in a few words. */
export function authorOf(cause: Cause): string {
  switch (cause.kind) {
    case "update":
      return `${cause.pass} pass, ${cause.model ?? cause.optimizer}`;
    case "command":
      if (cause.undoesSince !== undefined) return `the user, going back to revision ${cause.undoesSince}`;
      return cause.undoes === undefined ? "the user" : `the user, undoing revision ${cause.undoes}`;
    case "forget":
      return "the user, forgetting";
    case "prune":
      return "the retention";
  }
}
