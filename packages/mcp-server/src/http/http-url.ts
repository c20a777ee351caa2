import { PersonaError } from "@lifelong/core";

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * An address that tokens and keys travel over: https, or http to this machine.
 *
 * @param origin - who named it, for the error
 * @throws PersonaError `CONFIGURATION` for anything else, without repeating it
 */
export function parseHttpUrl(origin: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.includes(url.hostname));
  if (url && isSafe && url.username === "" && url.password === "" && url.hash === "") return url;
  throw new PersonaError(
    "CONFIGURATION",
    `${origin} takes an address that begins with https:// and holds no password; http:// is for this machine alone.`,
  );
}
