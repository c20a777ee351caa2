import { PersonaError } from "@lifelong/core";
import * as z from "zod";
import type { Connection } from "./connection.ts";
import { parseTexts } from "./document.ts";
import { GROUPS, keysOf, rosterOf } from "./keys.ts";
import { readHead } from "./life.ts";
import { listRoster } from "./scripts/list-roster.ts";

/** How many rosters are asked at once, at most: where there are few users, most are empty. */
const AT_ONCE = 64;
/** How many users one command gives, at most, so that the server is never held up. */
const AT_MOST = 1_000;

/** A place in the order of users: the group, and the last user of it who was given, or empty. */
interface Place {
  readonly group: number;
  readonly after: string;
}

const place = z.object({ group: z.number().int().min(0).max(GROUPS), after: z.string() });

/**
 * One page of users, group by group and within a group in the order of the ids' bytes: a place that holds whatever the
 * server does meanwhile, as a cursor of SCAN does not.
 */
export async function listPage(
  connection: Connection,
  prefix: string,
  { cursor, limit, pending = false }: { cursor?: string; limit: number; pending?: boolean },
): Promise<{ readonly users: readonly string[]; readonly cursor?: string }> {
  let at: Place = cursor === undefined ? { group: 0, after: "" } : parseCursor(cursor);
  const users: string[] = [];
  let atOnce = 1;
  while (at.group < GROUPS) {
    const groups = Array.from({ length: Math.min(atOnce, GROUPS - at.group) }, (_, index) => at.group + index);
    const start = at;
    // One more than fits tells whether there is a next page.
    const wanted = Math.min(limit - users.length + 1, AT_MOST);
    atOnce = Math.min(atOnce * 2, AT_ONCE);
    const found = await Promise.all(
      groups.map(async (group) => {
        const key = rosterOf(prefix, group);
        const from = group === start.group ? start.after : "";
        return parseTexts(await connection.run(listRoster, [key], [from, wanted]), key);
      }),
    );
    for (const [index, members] of found.entries()) {
      const group = start.group + index;
      const listed = pending ? await withParts(connection, prefix, members) : members;
      for (const userId of listed) {
        if (users.length === limit) return { users, cursor: cursorOf(at) };
        users.push(userId);
        at = { group, after: userId };
      }
      // A full answer may not be the whole group.
      if (members.length === wanted) {
        at = { group, after: members.at(-1) ?? "" };
        break;
      }
      at = { group: group + 1, after: "" };
    }
  }
  return { users };
}

/** A watermark cannot tell that a pass has never run, so whoever has parts may have unused ones. */
async function withParts(
  connection: Connection,
  prefix: string,
  members: readonly string[],
): Promise<readonly string[]> {
  const heads = await Promise.all(members.map((userId) => readHead(connection, keysOf(prefix, userId), userId)));
  return members.filter((_, index) => (heads[index]?.lastSequence ?? 0) > 0);
}

function cursorOf(at: Place): string {
  return Buffer.from(JSON.stringify(at)).toString("base64url");
}

function parseCursor(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw new PersonaError("INVALID_INPUT", "This cursor is none of this store's. List from the start.");
  }
}
