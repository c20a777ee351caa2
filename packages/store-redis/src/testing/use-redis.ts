import { afterAll, beforeAll, beforeEach } from "vitest";
import { findRedisBinary, type RedisBinary } from "./redis-binary.ts";

/**
 * Opens something on a private Redis for the tests of a file or a `describe`, and closes it after them. Where no server
 * can be had, they are skipped with the reason printed; with `CI=true` they fail.
 *
 * @param open - asks for the server's program if it needs one
 * @returns gives what was opened, within a test
 */
export function useRedis<Opened extends { close(): Promise<void> }>(
  environment: Readonly<Record<string, string | undefined>>,
  open: (find: () => Promise<RedisBinary>) => Promise<Opened>,
): () => Opened {
  let opened: Opened | undefined;
  let missing: string | undefined;

  async function find(): Promise<RedisBinary> {
    try {
      return await findRedisBinary(environment.PATH ?? "");
    } catch (error) {
      missing = `${error instanceof Error ? error.message : ""} Install redis-server to run this.`;
      throw error;
    }
  }

  beforeAll(async () => {
    try {
      opened = await open(find);
    } catch (error) {
      if (missing === undefined || environment.CI === "true") throw error;
    }
  }, 180_000);

  beforeEach(({ skip }) => {
    if (missing !== undefined) skip(missing);
  });

  afterAll(() => opened?.close());

  return () => {
    if (opened === undefined) throw new Error("The Redis of these tests is not open.");
    return opened;
  };
}
