import { type Part, PersonaError, type PersonaStore } from "@lifelong/core";

const AT = "2026-03-01T09:00:00.000Z";

/** Text that stands nowhere else, so that a scan of bytes can look for it. */
export function secretOf(sessionId: string): string {
  return `secret-of-${sessionId}-end`;
}

/** A part of one message of the user and one answer. */
export function partOf(sessionId: string, number = 1): Part {
  const messages = [
    { role: "user", text: `${secretOf(sessionId)} said in part ${number}` },
    { role: "assistant", text: `Heard ${secretOf(sessionId)}.` },
  ] as const;
  const firstMessage = (number - 1) * messages.length;
  return { sessionId, number, firstMessage, startedAt: AT, recordedAt: AT, source: "witnessed", messages };
}

export function personaOf(
  userId: string,
  revision: number,
  note: string,
): Parameters<PersonaStore["commitPersona"]>[0] {
  const values = [
    {
      id: `${revision}`,
      content: note,
      basis: "user" as const,
      tentative: false,
      supportedBy: [],
      quotes: [],
      learnedAt: AT,
      changedAt: AT,
    },
  ];
  return {
    format: 1,
    userId,
    revision,
    updatedAt: AT,
    fields: { note: { values } },
    watermarks: {},
    parked: [],
    paused: false,
    consents: [],
  };
}

export function revisionOf(revision: number, note: string): Parameters<PersonaStore["commitPersona"]>[1] {
  const cause = { kind: "command" } as const;
  return { format: 1, revision, at: AT, cause, schema: note, changes: [], refusals: [] };
}

/** Commits the next revision, unless somebody is quicker. */
export async function commitNext(store: PersonaStore, userId: string, note: string): Promise<number | undefined> {
  const head = await store.readHead(userId);
  const next = (head?.revision ?? 0) + 1;
  return unlessConflict(next, () => store.commitPersona(personaOf(userId, next, note), revisionOf(next, note), head));
}

/** Forgets sessions whole and empties the first messages of others, unless somebody is quicker. */
export async function forget(
  store: PersonaStore,
  userId: string,
  { closing = [], emptying = [] }: { closing?: readonly string[]; emptying?: readonly string[] },
  note: string,
): Promise<number | undefined> {
  const head = await store.readHead(userId);
  if (head === null) return undefined;
  const next = head.revision + 1;
  const revisions = (await store.readRevisions(userId, { limit: 10_000 })).toReversed();
  return unlessConflict(next, () =>
    store.rewriteHistory(userId, head, {
      base: null,
      revisions,
      revision: revisionOf(next, note),
      persona: personaOf(userId, next, note),
      erase: [
        ...closing.map((sessionId) => ({ sessionId })),
        ...emptying.map((sessionId) => ({ sessionId, messages: [0, 1] })),
      ],
    }),
  );
}

async function unlessConflict(revision: number, run: () => Promise<void>): Promise<number | undefined> {
  try {
    await run();
    return revision;
  } catch (error) {
    if (PersonaError.isInstance(error) && error.code === "REVISION_CONFLICT") return undefined;
    throw error;
  }
}
