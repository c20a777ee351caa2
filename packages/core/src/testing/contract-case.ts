import assert from "node:assert/strict";
import { type ErrorCode, PersonaError } from "../errors.ts";
import type { PersonaStore } from "../store.ts";

/** Opens one more handle on the same data. */
export type OpenStore = () => Promise<PersonaStore>;

/** One fact that holds for every store; `run` rejects where it does not. */
export interface StoreContractCase {
  /** In the present tense. */
  readonly name: string;
  /**
   * @param open - called several times within a case; a store with `close` gives a handle of its own each time, since
   * the case closes what it opened
   */
  run(open: OpenStore): Promise<void>;
}

/**
 * A case that closes at its end what it opened.
 *
 * @param check - its `close` is for a handle that is to be closed earlier
 */
export function contractCase(
  name: string,
  check: (open: OpenStore, close: (store: PersonaStore) => Promise<void>) => Promise<void>,
): StoreContractCase {
  return {
    name,
    async run(open) {
      const handles = new Set<PersonaStore>();
      const close = async (store: PersonaStore) => {
        if (handles.delete(store)) await store.close?.();
      };
      try {
        await check(async () => {
          const store = await open();
          handles.add(store);
          return store;
        }, close);
      } finally {
        for (const store of handles) await close(store);
      }
    },
  };
}

/** Opens so many handles. */
export async function openSeveral(open: OpenStore, count: number): Promise<readonly PersonaStore[]> {
  return Promise.all(Array.from({ length: count }, open));
}

/** The attempt rejects with a PersonaError of this code. */
export async function refuses(code: ErrorCode, attempt: () => Promise<unknown>, context?: string): Promise<void> {
  await assert.rejects(
    attempt,
    (error) => {
      if (!PersonaError.isInstance(error)) throw error;
      assert.equal(error.code, code, context);
      return true;
    },
    context,
  );
}

/** How many of the commits were accepted; the others conflict, and nothing else happens. */
export async function countAccepted(attempts: readonly Promise<void>[]): Promise<number> {
  const outcomes = await Promise.allSettled(attempts);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  for (const { reason } of refused) {
    if (!PersonaError.isInstance(reason) || reason.code !== "REVISION_CONFLICT") throw reason;
  }
  return attempts.length - refused.length;
}

/** Both are the same JSON text: keys in the same order, nothing added, nothing lost. */
export function sameBytes(actual: unknown, expected: unknown, context?: string): void {
  assert.equal(JSON.stringify(actual), JSON.stringify(expected), context);
}

/** Observes again and again until the work is done, and once more then. Either failing fails the case. */
export async function observeDuring(work: () => Promise<void>, observe: () => Promise<void>): Promise<void> {
  let working = true;
  const observing = async () => {
    while (working) {
      await observe();
      await nextTurn();
    }
    await observe();
  };
  const outcomes = await Promise.allSettled([
    observing(),
    work().finally(() => {
      working = false;
    }),
  ]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** Lets everything else that is ready go on first. */
export async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
