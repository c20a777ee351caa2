import { setImmediate as nextTurn } from "node:timers/promises";
import { createPersonalizer, instantPass, type Personalizer, type PersonaStore, type Session } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { type FileFunctions, fileStore, nodeFiles } from "@lifelong/store-file";
import type { SamplePersona } from "./sample-persona.ts";

/** Writes through the store as usual, and waits for no medium: to fill a folder before something else is timed. */
const unsynced: FileFunctions = { ...nodeFiles, sync: async () => undefined, syncFolder: async () => undefined };

const FILLED_AT_ONCE = 16;

export function userName(number: number): string {
  return `user-${number}`;
}

/** Users number `from` up to `to`, exclusive, each with one recorded conversation and the persona learned from it. */
export async function fillUsers(directory: string, from: number, to: number, sample: SamplePersona): Promise<void> {
  const store = fileStore({ directory, files: unsynced });
  let next = from;
  async function fill(): Promise<void> {
    for (let number = next++; number < to; number = next++) await fillUser(store, userName(number), sample);
  }
  await Promise.all(Array.from({ length: FILLED_AT_ONCE }, fill));
  await store.close?.();
}

/** One user with one recorded conversation and the persona learned from it. */
export async function fillUser(store: PersonaStore, userId: string, sample: SamplePersona): Promise<void> {
  const { persona, revision, brief } = sample;
  await store.appendPart(userId, {
    sessionId: brief.id,
    number: 1,
    firstMessage: 0,
    startedAt: brief.startedAt,
    recordedAt: brief.startedAt,
    source: brief.source,
    messages: brief.messages.map(({ role, text }) => ({ role, text })),
  });
  await store.commitPersona({ ...persona, userId }, revision, await store.readHead(userId));
}

/** A personalizer over a folder that waits for no medium and learns nothing. */
export function fillingPersonalizer(directory: string): Personalizer {
  return createPersonalizer({ store: fileStore({ directory, files: unsynced }) });
}

/** As `lifelong serve` opens it. */
export function servedPersonalizer(
  directory: string,
  files: FileFunctions = nodeFiles,
): {
  readonly personalizer: Personalizer;
  /** Records, says how long that took in milliseconds, and waits until what it made due has been learned. */
  readonly record: (userId: string, session: Session) => Promise<number>;
} {
  let finish: () => void = () => undefined;
  const personalizer = createPersonalizer({
    store: fileStore({ directory, files }),
    passes: [instantPass(createExtractor())],
    onEvent(event) {
      if (event.type === "update-finished" || event.type === "update-failed") finish();
    },
  });
  return {
    personalizer,
    async record(userId, session) {
      const learned = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const start = performance.now();
      const { due } = await personalizer.recordSession(userId, session);
      const taken = performance.now() - start;
      if (due.length > 0) await learned;
      await nextTurn();
      return taken;
    },
  };
}
