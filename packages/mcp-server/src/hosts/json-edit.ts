import type { Node } from "jsonc-parser";
import type { FileText } from "./file-text.ts";
import type { JsonChange, JsonValue, KeyPath } from "./host.ts";
import { follow, readTree, valueAt } from "./json-file-tree.ts";
import { insertLast, replaceNode } from "./json-insert.ts";
import { removeMember } from "./json-remove.ts";
import { checkOnly, isSame, withChange, without } from "./json-value.ts";

/** What an edit has done. */
export interface JsonEdited {
  readonly text: string;
  /** What was made beside the values themselves: objects and lists on the way to them. */
  readonly made: readonly KeyPath[];
  /** The changes that were not there already. */
  readonly done: readonly JsonChange[];
}

/**
 * Applies changes to a JSON file that may hold comments. Bytes that are not part of the change stay as they are.
 *
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read, or that says something else at the place
 */
export function editJson(style: FileText, changes: readonly JsonChange[], file: string): JsonEdited {
  let { text } = style;
  const made: KeyPath[] = [];
  const done: JsonChange[] = [];
  for (const change of changes) {
    const root = rooted({ ...style, text }, file);
    const before = plain(root.text, file);
    const edited = editOnce({ ...style, text: root.text }, change, root.node, file);
    if (edited === undefined) continue;
    checkOnly(withChange(before, change), plain(edited.text, file), file);
    text = edited.text;
    made.push(...edited.made);
    done.push(change);
  }
  return { text, made, done };
}

/** What a file holds at a path; undefined where nothing is there. */
export function readJson({ text }: FileText, path: KeyPath, file: string): JsonValue | undefined {
  const root = readTree(text, file);
  const node = root && follow(root, path, text, file).node;
  return node && valueAt(node);
}

/**
 * Takes changes back: values that are still ours, items, and what was made for them and is empty now.
 *
 * @param isOurs - whether a value or an item that is another by now is still ours
 * @returns null where nothing of them is there any more
 */
export function revertJson(
  style: FileText,
  { done, made }: Pick<JsonEdited, "done" | "made">,
  file: string,
  isOurs: (value: JsonValue) => boolean = () => false,
): string | null {
  let { text } = style;
  const remove = (path: KeyPath, find: (node: Node) => { node: Node; item?: JsonValue } | undefined): void => {
    const root = readTree(text, file);
    const reached = root && follow(root, path, text, file);
    const found = reached?.node && find(reached.node);
    if (reached?.node === undefined || found === undefined) return;
    const before = plain(text, file);
    text = removeMember(text, found.item === undefined ? reached.parent : reached.node, found.node);
    checkOnly(without(before, path, found.item), plain(text, file), file);
  };
  for (const change of done.toReversed()) {
    remove(change.path, (node) => {
      if (change.kind === "set") {
        const value = valueAt(node);
        return node.parent && (isSame(value, change.value) || isOurs(value)) ? { node: node.parent } : undefined;
      }
      const items = node.children ?? [];
      const item =
        items.find((child) => isSame(valueAt(child), change.item)) ?? items.find((child) => isOurs(valueAt(child)));
      return item && { node: item, item: valueAt(item) };
    });
  }
  for (const path of made.toSorted((one, other) => other.length - one.length)) {
    remove(path, (node) => (node.parent && isEmpty(text, node) ? { node: node.parent } : undefined));
  }
  return text === style.text ? null : text;
}

function editOnce(
  style: FileText,
  change: JsonChange,
  root: Node,
  file: string,
): { text: string; made: readonly KeyPath[] } | undefined {
  const { path } = change;
  const { node, parent, depth } = follow(root, path, style.text, file);
  if (node === undefined) {
    if (change.kind === "include" && change.onlyExisting) return undefined;
    const inner: JsonValue = change.kind === "set" ? change.value : [change.item];
    const value = path.slice(depth + 1).reduceRight<JsonValue>((held, key) => ({ [key]: held }), inner);
    const madeTo = change.kind === "set" ? path.length : path.length + 1;
    const made = path
      .slice(depth)
      .map((_, at) => path.slice(0, depth + at + 1))
      .filter(({ length }) => length < madeTo);
    return { text: insertLast(style, parent, { key: path[depth] ?? "", value }), made };
  }
  if (change.kind === "set") {
    return isSame(valueAt(node), change.value) ? undefined : { text: replaceNode(style, node, change.value), made: [] };
  }
  if (node.type !== "array") checkOnly([], valueAt(node), file);
  const items = node.children ?? [];
  if (items.some((child) => isSame(valueAt(child), change.item))) return undefined;
  const { replaces } = change;
  const replaced = replaces === undefined ? undefined : items.find((child) => isSame(valueAt(child), replaces));
  if (replaced) return { text: replaceNode(style, replaced, change.item), made: [] };
  return { text: insertLast(style, node, { value: change.item }), made: [] };
}

/** A file without any value gets an object behind what it holds. */
function rooted({ text, newline }: FileText, file: string): { text: string; node: Node } {
  const node = readTree(text, file);
  if (node) return { text, node };
  const gap = text.trim() === "" || text.endsWith("\n") ? "" : newline;
  const made = `${text.trim() === "" ? "" : text}${gap}{}${newline}`;
  const root = readTree(made, file);
  if (root === undefined) throw new Error("an object was written and is not there");
  return { text: made, node: root };
}

function plain(text: string, file: string): JsonValue {
  const root = readTree(text, file);
  return root ? valueAt(root) : {};
}

function isEmpty(text: string, { offset, length, children = [] }: Node): boolean {
  return children.length === 0 && text.slice(offset + 1, offset + length - 1).trim() === "";
}
