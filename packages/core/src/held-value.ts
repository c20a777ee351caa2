import { foldText } from "./fold-text.ts";
import type { Content, Value } from "./persona.ts";

/** Whether two contents say the same: folded equality. */
export function isSame(one: Content, other: Content): boolean {
  return foldText(String(one)) === foldText(String(other));
}

/** The value among those held that is named by its id, or by its content; undefined when none is. */
export function findHeld(values: readonly Value[], named: { valueId?: string; content?: Content }): Value | undefined {
  const { valueId, content } = named;
  if (valueId !== undefined) return values.find(({ id }) => id === valueId);
  return content === undefined ? undefined : values.find((value) => isSame(value.content, content));
}
