import type { PGlite } from "@electric-sql/pglite";
import type { PostgresPool } from "../postgres-store.ts";

/** A pool over the one session that PGlite has: whoever connects waits until the one before has released it. */
export function pglitePool(database: PGlite): PostgresPool {
  let free: Promise<void> = Promise.resolve();
  return {
    async connect() {
      const before = free;
      const { promise, resolve: release } = Promise.withResolvers<void>();
      free = promise;
      await before;
      return {
        // Without values a text may hold several statements, as with `pg`.
        query: async (sql, values) =>
          values === undefined ? ((await database.exec(sql)).at(-1) ?? { rows: [] }) : database.query(sql, values),
        on: () => undefined,
        off: () => undefined,
        async release(destroy = false) {
          // Another connection would have no transaction open.
          if (destroy) await database.exec("ROLLBACK");
          release();
        },
      };
    },
  };
}
