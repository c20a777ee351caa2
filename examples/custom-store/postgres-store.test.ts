import { PGlite } from "@electric-sql/pglite";
import { storeContract } from "@lifelong/core/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { postgresStore } from "./postgres-store.ts";
import { pglitePool } from "./testing/pglite-pool.ts";

describe("the store contract on PGlite, a Postgres in this process", () => {
  const database = new PGlite();
  // It is compiled first, which took 4 s on a quiet machine and 21 s on a busy one.
  beforeAll(() => database.waitReady, 180_000);
  afterAll(() => database.close());
  const pool = pglitePool(database);

  for (const { name, run } of storeContract) test(name, () => run(async () => postgresStore({ pool })));
});
