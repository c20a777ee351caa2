import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";

const TOKEN = /^[\w-]{43}$/;

/**
 * The token of a server that nobody gave one: random, made once, kept in the data folder for its owner alone. Of any
 * number of processes that start at once, one makes it and the others read it.
 *
 * @throws PersonaError `CONFIGURATION` when the file holds no token or others may read it, `STORE_UNAVAILABLE` when it
 *   can be neither read nor written
 */
export async function openLocalToken(
  directory: string,
): Promise<{ readonly path: string; readonly token: string; readonly isNew: boolean }> {
  const path = join(directory, "http-token");
  try {
    const made = await makeToken(directory, path);
    return { path, token: made ?? (await readToken(path)), isNew: made !== undefined };
  } catch (cause) {
    if (PersonaError.isInstance(cause)) throw cause;
    throw new PersonaError(
      "STORE_UNAVAILABLE",
      "The token of the HTTP server can be neither read nor written. Check the permissions of the data folder and of http-token in it.",
      { cause },
    );
  }
}

/** Undefined when there is one already. A link appears with its content or not at all. */
async function makeToken(directory: string, path: string): Promise<string | undefined> {
  const token = randomBytes(32).toString("base64url");
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(draft, `${token}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(draft, path);
    return token;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readToken(path: string): Promise<string> {
  const token = (await readFile(path, "utf8")).trim();
  const isShared = process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0;
  if (TOKEN.test(token) && !isShared) return token;
  throw new PersonaError(
    "CONFIGURATION",
    isShared
      ? "Others may read http-token in the data folder. Remove the file, and the next start makes a new token."
      : "http-token in the data folder holds no token. Remove the file, and the next start makes a new one.",
  );
}

/** Whether two tokens are the same; how long it takes tells nothing of where they differ, nor of their lengths. */
export function isSameToken(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
