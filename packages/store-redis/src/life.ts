import type { Head, StoredStanding } from "@lifelong/core";
import { type Connection, corrupt } from "./connection.ts";
import { parseFields, parseHead, parseStanding } from "./document.ts";
import type { UserKeys } from "./keys.ts";
import { readLife } from "./scripts/read-life.ts";

/** The fields of a head, in the order in which they are parsed. */
const HEAD = ["incarnation", "revision", "last", "sessions"];

/**
 * Reads fields of a user's life. One plain command for whoever is stored; the script, which costs as much again, only
 * for those who are not, to tell a user who was never here from one whose life was evicted.
 *
 * @returns null where nothing of the user is stored
 */
export async function readFields(
  { readFields, run }: Connection,
  { life, roster }: UserKeys,
  userId: string,
  fields: readonly string[],
): Promise<readonly (string | null)[] | null> {
  const [owner, ...found] = parseFields(await readFields(life, ["user", ...fields]), life);
  if (owner === userId) return found;
  if (owner !== null) throw corrupt(life);
  const reply = await run(readLife, [life, roster], [userId, ...fields]);
  return reply === null ? null : parseFields(reply, life);
}

export async function readHead(connection: Connection, keys: UserKeys, userId: string): Promise<Head | null> {
  const fields = await readFields(connection, keys, userId, HEAD);
  return fields === null ? null : parseHead(fields, keys.life);
}

/** @param known - incarnation and revision of a persona that is not to be read again */
export async function readStanding(
  connection: Connection,
  keys: UserKeys,
  userId: string,
  known: Pick<Head, "incarnation" | "revision"> | undefined,
): Promise<StoredStanding | null> {
  if (known !== undefined) {
    const head = await readHead(connection, keys, userId);
    if (head === null) return null;
    if (head.incarnation === known.incarnation && head.revision === known.revision) return { head };
  }
  const fields = await readFields(connection, keys, userId, [...HEAD, "persona"]);
  return fields === null ? null : parseStanding(fields, keys.life);
}
