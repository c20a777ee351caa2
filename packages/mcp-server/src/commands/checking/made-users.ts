import { setTimeout as sleep } from "node:timers/promises";
import { PersonaError, type PersonaStore } from "@lifelong/core";

/** Handles on a store that know which users were written through them. */
export interface MadeUsers {
  open(): Promise<PersonaStore>;
  /**
   * Takes no further call, waits for those under way, closes what is open and erases every user that was written.
   *
   * @returns ids of users who are still there
   */
  end(): Promise<readonly string[]>;
}

/** For so long the end waits for calls that were made before it. */
const PATIENCE_MS = 10_000;

/** @param cleaner - a handle of its own: those of a case may be closed */
export function madeUsers(openHandle: () => Promise<PersonaStore>, cleaner: PersonaStore): MadeUsers {
  const written = new Set<string>();
  const underWay = new Set<Promise<unknown>>();
  const handles = new Set<PersonaStore>();
  let ended = false;

  function call<Answer>(make: () => Promise<Answer>, userId?: string): Promise<Answer> {
    if (ended) return Promise.reject(new Error("The check has ended."));
    // Before the call: one that fails may have written.
    if (userId !== undefined) written.add(userId);
    const calling = (async () => make())();
    underWay.add(calling);
    const leave = () => void underWay.delete(calling);
    calling.then(leave, leave);
    return calling;
  }

  function watched(store: PersonaStore): PersonaStore {
    const { examine, close } = store;
    return {
      name: store.name,
      readHead: (userId) => call(() => store.readHead(userId)),
      readPersona: (userId) => call(() => store.readPersona(userId)),
      readBase: (userId) => call(() => store.readBase(userId)),
      commitPersona: (persona, ...rest) => call(() => store.commitPersona(persona, ...rest), persona.userId),
      readRevisions: (...given) => call(() => store.readRevisions(...given)),
      appendPart: (userId, part) => call(() => store.appendPart(userId, part), userId),
      readSession: (...given) => call(() => store.readSession(...given)),
      readParts: (...given) => call(() => store.readParts(...given)),
      rewriteHistory: (userId, ...rest) => call(() => store.rewriteHistory(userId, ...rest), userId),
      eraseUser: (userId) => call(() => store.eraseUser(userId)),
      listUsers: (range) => call(() => store.listUsers(range)),
      ...(examine && { examine: () => call(() => examine.call(store)) }),
      ...(close && {
        async close() {
          if (handles.delete(store)) await close.call(store);
        },
      }),
    };
  }

  return {
    async open() {
      const store = await call(openHandle);
      handles.add(store);
      return watched(store);
    },

    async end() {
      ended = true;
      await settled([...underWay]);
      await settled([...handles].map(async (store) => store.close?.()));
      const left: string[] = [];
      for (const userId of written) if (!(await isErased(cleaner, userId))) left.push(userId);
      return left;
    },
  };
}

async function isErased(store: PersonaStore, userId: string): Promise<boolean> {
  try {
    await store.eraseUser(userId);
    return (await store.readHead(userId)) === null;
  } catch (error) {
    // An id that no store takes is nobody's.
    return PersonaError.isInstance(error) && error.code === "INVALID_INPUT";
  }
}

/** Waits for all, but not for ever: a case may have failed because a call never ends. */
async function settled(running: readonly Promise<unknown>[]): Promise<void> {
  const patience = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(running), late]);
  patience.abort();
}
