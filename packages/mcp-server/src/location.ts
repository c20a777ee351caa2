import { resolve } from "node:path";
import { PersonaError } from "@lifelong/core";

/** Where a store keeps everything, as a person writes it: a scheme, a colon, and what that scheme needs. */
export interface StoreLocation {
  readonly scheme: "file";
  /** Absolute. */
  readonly directory: string;
}

/**
 * Reads `file:./data`, `file:/var/lib/lifelong` or `file:///var/lib/lifelong`.
 *
 * @throws PersonaError `CONFIGURATION` for any other scheme, naming those that exist
 */
export function parseLocation(text: string): StoreLocation {
  const match = /^file:(?:\/\/(?=\/))?(.+)$/.exec(text);
  if (match?.[1]) return { scheme: "file", directory: resolve(match[1]) };
  throw new PersonaError(
    "CONFIGURATION",
    `The store "${printLocation(text)}" is none that this program knows. Write file: and a folder, such as file:./lifelong-data.`,
  );
}

/** A location fit for eyes and logs: without user, password and query. */
function printLocation(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1").replace(/[?#].*$/s, "");
}
