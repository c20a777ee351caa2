import { PersonaError } from "@lifelong/core";

const FOLDERS = /(?:[\w+.-]+:\/\/)?[^\s()]*[\\/]/g;

/**
 * One line about an error, for a log. Messages of other programs' errors are left out, since a parser quotes what it
 * could not parse, and that may be a conversation; of paths only the file's name is said.
 */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  const cause = error.cause === undefined ? "" : `, caused by ${errorLine(error.cause)}`;
  if (PersonaError.isInstance(error)) return `${error.code}: ${error.message}${cause}`;
  const code = "code" in error && isWord(error.code) ? ` ${error.code}` : "";
  const place = error.stack?.split("\n").find((line) => /^\s+at /.test(line));
  return `${isWord(error.name) ? error.name : "Error"}${code}${place ? ` ${place.trim().replace(FOLDERS, "")}` : ""}${cause}`;
}

/** Names and codes are single words; anything else that stands in their place may be a text or a location. */
function isWord(value: unknown): value is string {
  return typeof value === "string" && /^\w{1,60}$/.test(value);
}
