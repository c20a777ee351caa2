import { PersonaError, type PersonaStore, standingOf } from "@lifelong/core";

/**
 * A store that is opened by its first call, and by the next one where that failed: whoever serves can begin before a
 * store elsewhere answers, and goes on once it does.
 */
export function lateStore(name: string, open: () => Promise<PersonaStore>): PersonaStore {
  let opening: Promise<PersonaStore> | undefined;
  let declared: PersonaStore["retention"];
  function opened(): Promise<PersonaStore> {
    if (opening === undefined) {
      const attempt = open();
      opening = attempt;
      attempt.then(
        (store) => {
          declared = store.retention;
        },
        () => {
          if (opening === attempt) opening = undefined;
        },
      );
    }
    return opening;
  }
  return {
    name,
    get retention() {
      return declared;
    },
    readHead: async (userId) => (await opened()).readHead(userId),
    readPersona: async (userId) => (await opened()).readPersona(userId),
    readStanding: async (userId, wanted) => standingOf(await opened(), userId, wanted),
    readBase: async (userId) => (await opened()).readBase(userId),
    commitPersona: async (...given) => (await opened()).commitPersona(...given),
    readRevisions: async (...given) => (await opened()).readRevisions(...given),
    appendPart: async (...given) => (await opened()).appendPart(...given),
    readSession: async (...given) => (await opened()).readSession(...given),
    readParts: async (...given) => (await opened()).readParts(...given),
    rewriteHistory: async (...given) => (await opened()).rewriteHistory(...given),
    async restoreUser(userId, life) {
      const store = await opened();
      if (store.restoreUser) return store.restoreUser(userId, life);
      throw new PersonaError("CONFIGURATION", `The store "${store.name}" takes no users of another store in.`);
    },
    eraseUser: async (userId) => (await opened()).eraseUser(userId),
    listUsers: async (range) => (await opened()).listUsers(range),
    examine: async () => (await (await opened()).examine?.()) ?? [],
    async close() {
      const [settled] = await Promise.allSettled([opening]);
      if (settled.status === "fulfilled") await settled.value?.close?.();
    },
  } satisfies Required<Omit<PersonaStore, "retention">> & Pick<PersonaStore, "retention">;
}
