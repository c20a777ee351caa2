import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { lineAt, unreadable } from "./file-text.ts";
import type { JsonValue, KeyPath } from "./host.ts";

const PROBLEMS: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a name in double quotes belongs there",
  ValueExpected: "a value belongs there",
  ColonExpected: "a colon belongs there",
  CommaExpected: "a comma belongs there",
  CloseBraceExpected: "a closing brace is missing",
  CloseBracketExpected: "a closing bracket is missing",
  EndOfFileExpected: "something follows after the end",
};

/**
 * The tree of a JSON file, with comments and trailing commas allowed. Undefined where it holds no value.
 *
 * @throws PersonaError `INVALID_INPUT` for what is no JSON, and for anything but an object
 */
export function readTree(text: string, file: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error)
    throw unreadable(file, lineAt(text, error.offset), PROBLEMS[printParseErrorCode(error.error)] ?? "it is no JSON");
  if (root !== undefined && root.type !== "object") throw unreadable(file, 1, "it holds no object");
  return root;
}

/** How far a path leads: the node at its end, or the last object on the way to it. */
export interface Reached {
  /** Undefined where the path does not lead to anything. */
  readonly node?: Node;
  /** The innermost object that is there. */
  readonly parent: Node;
  /** How many keys of the path led to `parent`. */
  readonly depth: number;
}

/** @throws PersonaError `INVALID_INPUT` where something that is no object stands in the way, or a name stands twice */
export function follow(root: Node, path: KeyPath, text: string, file: string): Reached {
  let parent = root;
  for (const [depth, key] of path.entries()) {
    const properties = (parent.children ?? []).filter(({ children }) => children?.[0]?.value === key);
    const [property, second] = properties;
    if (second) throw unreadable(file, lineAt(text, second.offset), `"${key}" stands there a second time`);
    const node = property?.children?.[1];
    if (node === undefined) return { parent, depth };
    if (depth === path.length - 1) return { node, parent, depth };
    if (node.type !== "object") throw unreadable(file, lineAt(text, node.offset), `"${key}" is no object`);
    parent = node;
  }
  return { node: root, parent: root, depth: 0 };
}

/** The value of a node, as plain data. */
export function valueAt(node: Node): JsonValue {
  return getNodeValue(node);
}
