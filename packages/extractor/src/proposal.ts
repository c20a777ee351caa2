import { type Brief, type Evidence, fieldState, type Operation, type Value } from "@lifelong/core";
import type { Claim } from "./claim.ts";
import { isMeantBy, isSameContent, namesAsMuch } from "./likeness.ts";
import { type Wish, wishesOf } from "./wish.ts";

/** Weighs claims, in the order in which they were made, against what the persona holds. */
export function operationsFor(brief: Brief, claims: readonly Claim[]): readonly Operation[] {
  return wishesOf(brief.schema, claims).flatMap((wish) =>
    operations(wish, fieldState(brief.persona, wish.field).values),
  );
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
