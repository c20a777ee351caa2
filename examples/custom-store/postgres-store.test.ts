import { PGlite } from "@electric-sql/pglite";
import { storeContract } from "@lifelong/core/testing";
import { afterAll, describe, test } from "vitest";
import { postgresStore } from "./postgres-store.ts";
import { pglitePool } from "./testing/pglite-pool.ts";

describe("the store contract on PGlite, a Postgres in this process", () => {
  const database = new PGlite();
  afterAll(() => database.close());
  const pool = pglitePool(database);

  for (const { name, run } of storeContract) test(name, () => run(async () => postgresStore({ pool })));
});
