import type { PersonaStore } from "./store.ts";

const PAGE = 100;

/** Every user that a store lists, page by page, in no order. Who comes or goes meanwhile may be among them or not. */
export async function* allUsers(store: PersonaStore): AsyncGenerator<string> {
  for (let cursor: string | undefined; ; ) {
    const page = await store.listUsers({ cursor, limit: PAGE });
    yield* page.users;
    if (page.cursor === undefined) return;
    cursor = page.cursor;
  }
}
