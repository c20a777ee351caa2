import type * as z from "zod";

/** What does not fit is told up to here; a caller that sends a thousand wrong messages has one thing to mend. */
const TOLD = 3;

/** What does not fit, as one line for a sentence of ours: `messages[2].role: …; …; and 7 more`. */
export function issuesText({ issues }: z.ZodError): string {
  const told = issues.slice(0, TOLD).map(({ path, message }) => {
    const place = placeOf(path);
    // A message about the whole, or about one argument, names it itself.
    return path.length > 1 ? `${place}: ${message}` : message;
  });
  return [...told, ...(issues.length > TOLD ? [`and ${issues.length - TOLD} more`] : [])].join("; ");
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === "number" ? `[${key}]` : `${depth === 0 ? "" : "."}${String(key)}`))
    .join("");
}
