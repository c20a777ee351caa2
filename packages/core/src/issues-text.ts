import type * as z from "zod";

/** What does not fit, as one line for a sentence of ours: `messages[2].role: …; startedAt: …`. */
export function issuesText({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length === 0 ? message : `${placeOf(path)}: ${message}`)).join("; ");
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === "number" ? `[${key}]` : `${depth === 0 ? "" : "."}${String(key)}`))
    .join("");
}
