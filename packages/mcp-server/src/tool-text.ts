/**
 * An answer's data as text, for hosts that show their model only the one or only the other. Every leaf of the data
 * stands in the text verbatim; texts of several lines come last, under their name. Absent properties are left out.
 */
export function toolText(data: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  const blocks: string[] = [];
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue;
    if (typeof value === "string" && value.includes("\n")) blocks.push(`${key}:\n${value}`);
    else if (Array.isArray(value) && value.length > 0)
      lines.push(`${key}:`, ...value.map((item) => `- ${inline(item)}`));
    else lines.push(`${key}: ${inline(value)}`);
  }
  return [lines.join("\n"), ...blocks].filter((part) => part !== "").join("\n\n");
}

function inline(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === "" ? "(empty)" : String(value);
  const parts = Array.isArray(value)
    ? value.map(inline)
    : Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [`${key}: ${inline(item)}`]));
  return parts.length === 0 ? "none" : parts.join(", ");
}
