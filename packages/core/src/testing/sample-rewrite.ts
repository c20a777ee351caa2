import type { Erasure, Head, HistoryRewrite, PersonaStore } from "../store.ts";
import { samplePersona, sampleRevision } from "./sample-documents.ts";
import { headOf } from "./whole-user.ts";

/** A rewrite whose documents can be told from those of a commit; its base is revision 1. */
export function rewriteOf(userId: string, revision: number, erase: readonly Erasure[]): HistoryRewrite {
  const more = { rewritten: true };
  const between = Array.from({ length: Math.max(0, revision - 2) }, (_, index) => index + 2);
  return {
    base: samplePersona(userId, 1, more),
    revisions: between.map((number) => sampleRevision(number, more)),
    revision: sampleRevision(revision, more),
    persona: samplePersona(userId, revision, more),
    erase,
  };
}

/** Rewrites the past as it stands, and gives the head afterwards. */
export async function rewrite(store: PersonaStore, userId: string, erase: readonly Erasure[]): Promise<Head> {
  const expected = await headOf(store, userId);
  await store.rewriteHistory(userId, expected, rewriteOf(userId, expected.revision + 1, erase));
  return headOf(store, userId);
}
