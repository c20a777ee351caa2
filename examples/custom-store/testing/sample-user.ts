import { emptyPersona, type HistoryRewrite, type Part, type PersonaStore, type Revision } from "@lifelong/core";

const AT = "2026-03-01T09:00:00.000Z";

export function samplePart(sessionId: string, text = "Good morning."): Part {
  const common = { number: 1, firstMessage: 0, startedAt: AT, recordedAt: AT } as const;
  return { sessionId, ...common, source: "witnessed", messages: [{ role: "user", text }] };
}

/** Commits the first persona of a user, which holds a note. */
export async function commitFirst(store: PersonaStore, userId: string, note = ""): Promise<void> {
  const persona = { ...emptyPersona(userId), revision: 1, note };
  await store.commitPersona(persona, revisionOf(1, note), await store.readHead(userId));
}

/** Forgets a session, and every note of the past. */
export async function forgetAll(store: PersonaStore, userId: string, sessionId: string): Promise<void> {
  const head = await store.readHead(userId);
  if (head === null) throw new Error("The user is not stored.");
  const next = head.revision + 1;
  const rewrite: HistoryRewrite = {
    base: null,
    revisions: [],
    revision: revisionOf(next),
    persona: { ...emptyPersona(userId), revision: next },
    erase: [{ sessionId }],
  };
  await store.rewriteHistory(userId, head, rewrite);
}

function revisionOf(revision: number, note = ""): Revision {
  const rest = { at: AT, cause: { kind: "command" }, schema: "sample@1", changes: [], refusals: [] } as const;
  return { format: 1, revision, ...rest, ...{ note } };
}
