import { PersonaError } from "@lifelong/core";
import type * as z from "zod";
import type { Tool } from "./define-tool.ts";

/** Problems told of one call, and characters told of a name: the caller's model reads it all. */
const TOLD = 3;
const NAME_LENGTH = 40;

/** What our schemas expect, in words. */
const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  string: "a text",
};

/**
 * The arguments of a call, as the tool takes them.
 *
 * @throws PersonaError `INVALID_INPUT` naming the first things that do not fit, and what the tool takes
 */
export function parseInput(tool: Tool, input: unknown): z.infer<Tool["input"]> {
  const given = input ?? {};
  const parsed = tool.input.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, given));
  const more = problems.length - TOLD;
  const names = Object.keys(tool.input.shape);
  const sentences = [
    ...problems.slice(0, TOLD),
    ...(more > 0 ? [more === 1 ? "1 more thing does not fit." : `${more} more things do not fit.`] : []),
    `${tool.name} takes ${names.length === 0 ? "no arguments" : names.join(", ")}.`,
    tool.stores ? "Nothing was stored; call again." : "Call again.",
  ];
  throw new PersonaError("INVALID_INPUT", sentences.join(" "));
}

function problemsOf(issue: z.core.$ZodIssue, input: unknown): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `Unknown argument "${placeOf([...issue.path, shorten(key)])}".`);
  }
  const argument = issue.path.length === 0 ? "The arguments" : `Argument "${placeOf(issue.path)}"`;
  if (valueAt(input, issue.path) === undefined) return [`${argument} is missing.`];
  return [`${argument} must ${demandOf(issue)}.`];
}

function demandOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      if (issue.origin === "array" || issue.origin === "string") return "not be empty";
      return `be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    default:
      return "be as the tool's description says";
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

/** One line of the name, cut where it goes on for long. */
function shorten(name: string): string {
  const line = name
    .slice(0, NAME_LENGTH + 1)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ");
  return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH)}…` : line;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}
