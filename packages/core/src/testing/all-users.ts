import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";

/** More pages than any case can need: a cursor that leads back would never end. */
const MOST_PAGES = 100_000;

/**
 * The pages of the listing, one after another.
 *
 * @param handle - which handle to ask for the page, 0-based
 */
export async function* listPages(
  handle: (page: number) => PersonaStore,
  range: { limit: number; pending?: boolean },
): AsyncGenerator<readonly string[]> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: { users: readonly string[]; cursor?: string } = await handle(page).listUsers({ ...range, cursor });
    yield answer.users;
    if (answer.cursor === undefined) return;
    assert.notEqual(answer.cursor, cursor, "a cursor leads on");
    cursor = answer.cursor;
  }
  assert.fail("The listing comes to an end.");
}

/** Every user id that the listing gives, as often as it does. */
export async function listAll(
  handle: (page: number) => PersonaStore,
  range: { limit: number; pending?: boolean },
): Promise<string[]> {
  const found: string[] = [];
  for await (const users of listPages(handle, range)) found.push(...users);
  return found;
}
