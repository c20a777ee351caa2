import type { Head } from "@lifelong/core";
import { type Connection, corrupt } from "./connection.ts";
import { parseFields, parseHead } from "./document.ts";
import { keysOf } from "./keys.ts";
import { readLife } from "./scripts/read-life.ts";

/**
 * Reads fields of a user's life. One plain command for whoever is stored; the script, which costs as much again, only
 * for those who are not, to tell a user who was never here from one whose life was evicted.
 *
 * @returns null where nothing of the user is stored
 */
export async function readFields(
  { readFields, run }: Connection,
  prefix: string,
  userId: string,
  fields: readonly string[],
): Promise<readonly (string | null)[] | null> {
  const { life, roster } = keysOf(prefix, userId);
  const [owner, ...found] = parseFields(await readFields(life, ["user", ...fields]), life);
  if (owner === userId) return found;
  if (owner !== null) throw corrupt(life);
  const reply = await run(readLife, [life, roster], [userId, ...fields]);
  return reply === null ? null : parseFields(reply, life);
}

export async function readHead(connection: Connection, prefix: string, userId: string): Promise<Head | null> {
  const fields = await readFields(connection, prefix, userId, ["incarnation", "revision", "last", "sessions"]);
  return fields === null ? null : parseHead(fields, keysOf(prefix, userId).life);
}
