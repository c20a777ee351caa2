import { fold } from "../apply.ts";
import { prune, readHistory } from "../history.ts";
import type { PersonaStore } from "../store.ts";

/** Shortens a stored history to its last `keep` revisions and the one that says so; nothing where no persona is stored. */
export async function pruneStored(
  store: PersonaStore,
  user: string,
  { keep, at, schema }: { readonly keep: number; readonly at: Date; readonly schema: string },
): Promise<void> {
  const [head, persona] = [await store.readHead(user), await store.readPersona(user)];
  if (!head || !persona) return;
  const { base, revisions } = prune(await readHistory(store, user), keep);
  const revision = {
    format: 1,
    revision: head.revision + 1,
    at: at.toISOString(),
    cause: { kind: "command" as const },
    schema,
    changes: [],
    refusals: [],
  };
  const next = fold(user, persona, [revision]);
  await store.rewriteHistory(user, head, { base, revisions, revision, persona: next, erase: [] });
}
