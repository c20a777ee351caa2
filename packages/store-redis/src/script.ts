import { createHash } from "node:crypto";
import type { UserKeys } from "./keys.ts";

/** A Lua script, which the server runs alone and as a whole. */
export interface Script {
  /** For messages: what could not be done. */
  readonly name: string;
  readonly source: string;
  /** Of the source, by which the server knows it. */
  readonly sha1: string;
  /** The keys it touches, all of one slot, in the order of its `KEYS`. */
  readonly keys: readonly (keyof UserKeys)[];
}

/** What a script answers where it found a key to be missing or another than a writer leaves it. */
export const CORRUPT = "LIFELONG_CORRUPT";

/** @param source - Lua; `corrupt(n)` ends it with the finding that `KEYS[n]` cannot be read */
export function script(name: string, keys: readonly (keyof UserKeys)[], source: string): Script {
  const whole = `local function corrupt(n) return redis.error_reply('${CORRUPT} ' .. KEYS[n]) end\n${source.trim()}\n`;
  return { name, keys, source: whole, sha1: createHash("sha1").update(whole).digest("hex") };
}
