import type { Content, FieldDefinition } from "@lifelong/core";

/** Two values are taken for the same from this share of common words on. */
export const SAME_FROM = 0.4;

/** F1 of the words that two texts share, Chinese by the character; 0 to 1. */
export function tokenF1(one: string, other: string): number {
  const left = tokensOf(one);
  const right = tokensOf(other);
  const counts = new Map<string, number>();
  for (const token of right) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of left) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    common += 1;
  }
  return common === 0 ? 0 : (2 * common) / (left.length + right.length);
}

/** How alike two contents of one field are, 0 to 1: exact for what is coded, by words for text. */
export function contentLikeness(field: Pick<FieldDefinition, "kind">, one: Content, other: Content): number {
  if (field.kind === "text" || field.kind === "set") return tokenF1(String(one), String(other));
  return one === other ? 1 : 0;
}

function tokensOf(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Whether one quote lies in the other. */
export function overlaps(one: string | undefined, other: string | undefined): boolean {
  if (!one || !other) return false;
  const [left, right] = [one, other].map((text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim());
  return Boolean(left && right && (left.includes(right) || right.includes(left)));
}
