import { apply } from "./apply.ts";
import { countLines, loadTokenCounter } from "./count-tokens.ts";
import { PersonaError } from "./errors.ts";
import { PERSONA_FORMAT, type Persona } from "./persona.ts";
import type { Standing } from "./reading.ts";
import type { Change, Revision } from "./revision.ts";
import { type PersonaSchema, schemaName } from "./schema.ts";
import type { PersonaStore } from "./store.ts";

/** Largest persona document, UTF-8 bytes. */
const PERSONA_BYTES = 256 * 1024;

/** What a revision says beyond what every revision says. */
export type Draft = Omit<Revision, "format" | "revision" | "at" | "schema" | "lines">;

/** The committed persona; or why there is none: another writer was first, or the persona would be too large. */
export type Committed = { readonly persona: Persona } | "conflict" | "too-large";

/** Makes the next revision out of a draft, counts the lines that it changes, and commits it by compare-and-set. */
export function createCommitter({
  store,
  schema,
  now,
}: {
  store: PersonaStore;
  schema: PersonaSchema;
  now: () => Date;
}): (standing: Standing, draft: Draft) => Promise<Committed> {
  let counter: ReturnType<typeof loadTokenCounter> | undefined;

  return async function commit({ head, persona }, draft) {
    const uncounted: Revision = {
      format: PERSONA_FORMAT,
      revision: persona.revision + 1,
      at: now().toISOString(),
      schema: schemaName(schema),
      ...draft,
    };
    const changed = changedValues(draft.changes);
    if (changed.size > 0) counter ??= loadTokenCounter();
    const lines = counter && countLines(apply(persona, uncounted), changed, schema, await counter);
    const revision: Revision = { ...uncounted, ...(lines && Object.keys(lines).length > 0 && { lines }) };
    const next = apply(persona, revision);
    if (Buffer.byteLength(JSON.stringify(next)) > PERSONA_BYTES) return "too-large";
    try {
      await store.commitPersona(next, revision, head);
    } catch (error) {
      if (PersonaError.isInstance(error) && error.code === "REVISION_CONFLICT") return "conflict";
      throw error;
    }
    return { persona: next };
  };
}

function changedValues(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap((change) =>
      change.kind === "set" || change.kind === "add" || change.kind === "restore" ? [change.value.id] : [],
    ),
  );
}
