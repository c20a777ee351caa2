import { PersonaError, type StoredLife } from "@lifelong/core";
import { encodePart } from "./append.ts";
import { createLife } from "./create-life.ts";
import { checkpointBytes, revisionFiles } from "./history.ts";
import { fitsName } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import { pastFiles } from "./past.ts";
import { encodeRecord } from "./record.ts";

/**
 * Begins a life here that was lived in another store: its log is written anew part by part, its history stands as after
 * a rewrite. All of it appears at once, or nothing.
 *
 * @returns false if something of the user is stored
 */
export async function restoreLife(medium: Medium, userId: string, life: StoredLife): Promise<boolean> {
  const { incarnation } = life.head;
  if (!fitsName(incarnation)) {
    throw new PersonaError(
      "INVALID_INPUT",
      "The file store cannot take this user in: the incarnation has characters that no file name can have.",
    );
  }
  // Only a history with a past behind it says where the fold starts.
  const generation = life.persona === null ? 1 : 2;
  return createLife(medium, userId, (_, seen) => ({ records: recordsOf(life, seen), history: historyOf(life) }), {
    incarnation,
    generation,
  });
}

function recordsOf({ head, parts }: StoredLife, begin: number): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  let seen = begin;
  let state: LogState = { sequence: 0, sessions: 0 };
  for (const part of parts) {
    const { ordinal, ...document } = part;
    // A closed one bears its closed name already.
    const session = part.closed ? part.sessionId : undefined;
    const { record } = encodePart(head.incarnation, document, { seen, ...state, ordinal }, session);
    records.push(record);
    seen += record.length;
    state = { sequence: part.sequence, sessions: Math.max(state.sessions, ordinal) };
  }
  if (state.sequence === head.lastSequence && state.sessions === head.sessions) return records;
  // What was erased has had its numbers, which nobody gets again.
  const claim = { seen, sequence: head.lastSequence, sessions: head.sessions };
  return [...records, encodeRecord({ kind: "loss", ...claim }, [])];
}

function historyOf({ head, persona, base, revisions }: StoredLife): Readonly<Record<string, Uint8Array>> {
  const newest = revisions.at(-1);
  if (persona === null || newest === undefined) return {};
  const log = { sequence: head.lastSequence, sessions: head.sessions };
  return {
    "latest.json": checkpointBytes(persona.revision),
    ...pastFiles(base, revisions.slice(0, -1), persona.revision - 1),
    ...revisionFiles({ persona, revision: newest, log }),
  };
}
