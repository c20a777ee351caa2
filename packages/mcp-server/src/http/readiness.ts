import type { Personalizer } from "@lifelong/core";

/** Nobody is called so, and nothing is stored for it. */
const PROBE = "lifelong-readiness-probe";
/** Anybody may ask as often as they like: the store is asked no more than once in this time. */
const FRESH_MS = 1_000;

/** Asks the store for a user that does not exist. Throws what the store throws. */
export function createReadiness(
  personalizer: Promise<Personalizer>,
  { now = Date.now }: { now?: () => number } = {},
): () => Promise<void> {
  let asked: { readonly at: number; readonly answer: Promise<void> } | undefined;
  return () => {
    if (!asked || now() - asked.at > FRESH_MS) asked = { at: now(), answer: ask(personalizer) };
    return asked.answer;
  };
}

async function ask(personalizer: Promise<Personalizer>): Promise<void> {
  await (await personalizer).status(PROBE);
}
