import { type FieldState, fieldState, type Persona, sameDocument, type Value } from "./persona.ts";
import type { Change } from "./revision.ts";
import { fieldOf, type PersonaSchema } from "./schema.ts";

/**
 * The changes that take one revision back. Touches no value that was changed since, moves no watermark, lifts no
 * forget, and closes what it takes back like a removal, so that the same old words do not teach it again.
 *
 * @param before - the persona just before the revision
 * @param after - the persona just after it
 * @param present - the persona as it is now
 * @param at - now, ISO 8601 UTC
 */
export function undo(
  { before, after, present }: { before: Persona; after: Persona; present: Persona },
  schema: PersonaSchema,
  at: string,
): readonly Change[] {
  const fields = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])];
  return [
    ...fields.flatMap((field) => undoField(field, { before, after, present }, schema, at)),
    ...undoSettings(before, after, present),
  ];
}

function undoField(
  field: string,
  personas: { before: Persona; after: Persona; present: Persona },
  schema: PersonaSchema,
  at: string,
): readonly Change[] {
  const [before, after, present] = [personas.before, personas.after, personas.present].map((persona) =>
    fieldState(persona, field),
  ) as [FieldState, FieldState, FieldState];
  const isSet = fieldOf(schema, field)?.kind === "set";
  const untouched = (value: Value) => sameDocument(held(present, value.id), value);
  // Where one value takes the place of another, giving the old one back would displace whatever came since.
  const free = isSet || sameDocument(present.values, after.values);

  const gone = before.values.filter((value) => !held(after, value.id));
  const altered = before.values.filter((value) => {
    const now = held(after, value.id);
    return now !== undefined && !sameDocument(now, value) && untouched(now);
  });
  const restored = [...(free ? gone.filter((value) => !holds(present, value)) : []), ...altered];
  const added = after.values.filter((value) => !held(before, value.id) && untouched(value));
  return [
    ...restored.map((value): Change => ({ kind: "restore", field, value, position: before.values.indexOf(value) })),
    ...added.map(
      ({ id }): Change => ({
        kind: "remove",
        field,
        valueId: id,
        evidence: [],
        closes: { scope: isSet ? "value" : "field", closure: { at, by: "removal" } },
      }),
    ),
    ...undoLock(field, before, after, present),
  ];
}

function undoLock(field: string, before: FieldState, after: FieldState, present: FieldState): readonly Change[] {
  const changed = before.locked !== after.locked && present.locked === after.locked;
  return changed ? [{ kind: before.locked ? "lock" : "unlock", field }] : [];
}

function undoSettings(before: Persona, after: Persona, present: Persona): readonly Change[] {
  const changes: Change[] = [];
  if (before.paused !== after.paused && present.paused === after.paused) {
    changes.push({ kind: before.paused ? "pause" : "resume" });
  }
  const categories = new Set([...before.consents, ...after.consents]);
  for (const category of categories) {
    const [was, is, now] = [before, after, present].map(({ consents }) => consents.includes(category));
    if (was !== is && now === is) changes.push({ kind: "consent", category, given: was === true });
  }
  return changes;
}

function held(state: FieldState, id: string): Value | undefined {
  return state.values.find((value) => value.id === id);
}

function holds(state: FieldState, { id, content }: Value): boolean {
  return state.values.some((value) => value.id === id || value.content === content);
}
