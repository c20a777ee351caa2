import { emptyPersona, type Head, type Message, type Part, type PersonaStore, type Revision } from "@lifelong/core";

const AT = "2026-03-01T09:00:00.000Z";

/** A part of one question, with an answer. */
export function samplePart(sessionId: string, number = 1, text = `Message ${number}.`): Part {
  const messages: readonly Message[] = [
    { role: "user", text },
    { role: "assistant", text: "Noted." },
  ];
  const firstMessage = (number - 1) * messages.length;
  return { sessionId, number, firstMessage, startedAt: AT, recordedAt: AT, source: "witnessed", messages };
}

export function sampleRevision(revision: number): Revision {
  return { format: 1, revision, at: AT, cause: { kind: "command" }, schema: "sample@1", changes: [], refusals: [] };
}

/** Commits the next revision; its persona may hold more. */
export async function commitNext(store: PersonaStore, userId: string, more: object = {}): Promise<void> {
  const head = await store.readHead(userId);
  const revision = (head?.revision ?? 0) + 1;
  await store.commitPersona({ ...emptyPersona(userId), revision, ...more }, sampleRevision(revision), head);
}

export async function headOf(store: PersonaStore, userId: string): Promise<Head> {
  const head = await store.readHead(userId);
  if (head === null) throw new Error("The user is not stored.");
  return head;
}
