import { afterAll, beforeAll, beforeEach } from "vitest";
import { findPostgresBinary } from "./postgres-binary.ts";
import { openPostgresServer, type PostgresServer } from "./postgres-server.ts";

/**
 * Opens a private PostgreSQL for the tests of a file or a `describe`, and closes it after them. Where no server can be
 * had, they are skipped with the reason printed; with `CI=true` they fail.
 *
 * @returns gives the server, within a test
 */
export function usePostgres(environment: Readonly<Record<string, string | undefined>>): () => PostgresServer {
  let opened: PostgresServer | undefined;
  let missing: string | undefined;

  beforeAll(async () => {
    try {
      const binary = await findPostgresBinary(environment.PATH ?? "").catch((error: Error) => {
        missing = `${error.message} Install postgresql to run this.`;
        throw error;
      });
      opened = await openPostgresServer(binary);
    } catch (error) {
      if (missing === undefined || environment.CI === "true") throw error;
    }
  }, 180_000);

  beforeEach(({ skip }) => {
    if (missing !== undefined) skip(missing);
  });

  afterAll(() => opened?.close());

  return () => {
    if (opened === undefined) throw new Error("The PostgreSQL of these tests is not open.");
    return opened;
  };
}
