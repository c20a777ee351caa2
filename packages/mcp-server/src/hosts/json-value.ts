import { unsafe } from "./file-text.ts";
import type { JsonChange, JsonValue, KeyPath } from "./host.ts";

/** What a file shall say after a change, everything else being as it was. */
export function withChange(value: JsonValue | undefined, { path, ...change }: JsonChange): JsonValue {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const held = isObject(value) ? value : {};
    return { ...held, [key]: withChange(held[key], { ...change, path: rest }) };
  }
  if (change.kind === "set") return change.value;
  const { item, replaces } = change;
  const items: readonly JsonValue[] = Array.isArray(value) ? value : [];
  if (replaces === undefined) return [...items, item];
  return items.map((held) => (isSame(held, replaces) ? item : held));
}

/**
 * What it shall say without the value at a path.
 *
 * @param item - only this item of the list there goes
 */
export function without(value: JsonValue | undefined, path: KeyPath, item?: JsonValue): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (item === undefined || !Array.isArray(value)) return undefined;
    const place = value.findIndex((held) => isSame(held, item));
    return value.filter((_, at) => at !== place);
  }
  if (!isObject(value) || !(key in value)) return value;
  const inner = without(value[key], rest, item);
  if (inner !== undefined) return { ...value, [key]: inner };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: JsonValue | undefined): string {
  const sorted = (_key: string, inner: JsonValue) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner;
  return JSON.stringify(value, sorted) ?? "";
}

/**
 * What stands between an edit and the disk.
 *
 * @throws PersonaError `INVALID_INPUT` when a file would say something else than it shall
 */
export function checkOnly(wanted: JsonValue | undefined, written: JsonValue | undefined, file: string): void {
  if (isSame(wanted, written)) return;
  throw unsafe(file);
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
