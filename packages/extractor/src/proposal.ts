import { type Brief, type Evidence, fieldState, type Operation, type Value } from "@lifelong/core";
import type { Claim } from "./claim.ts";
import { isMeantBy, isSameContent, namesAsMuch } from "./likeness.ts";
import { type Wish, wishesOf } from "./wish.ts";

/** Weighs claims, in the order in which they were made, against what the persona holds. */
export function operationsFor(brief: Brief, claims: readonly Claim[]): readonly Operation[] {
  const wished = wishesOf(brief.schema, claims).flatMap((wish) =>
    operations(wish, fieldState(brief.persona, wish.field).values).map((operation) => ({ wish, operation })),
  );
  // Where one value stands at a time, the new one puts the old one away; removing it as well would find nothing held.
  const replaced = new Set(
    wished
      .filter(({ wish, operation }) => wish.definition.kind !== "set" && operation.kind !== "remove")
      .map(({ wish }) => wish.field),
  );
  return wished
    .filter(({ operation }) => operation.kind !== "remove" || !replaced.has(operation.field))
    .map(({ operation }) => operation);
}

function operations(wish: Wish, held: readonly Value[]): readonly Operation[] {
  const { field, definition, effect, content, evidence } = wish;
  if (effect === "drop") {
    return held
      .filter((value) => isMeantBy(definition, value.content, content))
      .map(({ id }) => ({ kind: "remove", field, valueId: id, evidence }));
  }
  if (content === undefined) return [];
  const known = held.find(
    (value) => isSameContent(value.content, content) || namesAsMuch(definition, value.content, content),
  );
  if (known !== undefined)
    return isNews(known, evidence) ? [{ kind: "confirm", field, valueId: known.id, evidence }] : [];
  return [{ kind: definition.kind === "set" ? "add" : "set", field, content, evidence }];
}

/** A session supports a value once; saying it again there changes nothing. */
function isNews(value: Value, evidence: readonly Evidence[]): boolean {
  return evidence.some(({ sessionId }) => !value.supportedBy.some((supporter) => supporter.sessionId === sessionId));
}
