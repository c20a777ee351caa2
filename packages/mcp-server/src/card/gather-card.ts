import { fieldState, type Persona, printable, type Revision, type Value } from "@lifelong/core";
import type { ReadContext } from "../define-resource.ts";
import { listChange } from "../list-change.ts";
import { viewAuthor } from "../view/author-view.ts";
import { groupOf, orderedFields } from "../view/field-group.ts";
import { fieldLabel } from "../view/value-view.ts";
import type { CardChange, CardData, CardField, CardRefusal, CardValue } from "./card-data.ts";

/** Revisions told, and read for what was refused. */
const TOLD = 20;

/** @throws whatever the personalizer throws */
export async function gatherCard({ personalizer, userId, tools }: ReadContext): Promise<CardData> {
  const { schema } = personalizer;
  const persona = await personalizer.show(userId);
  const history = await personalizer.history(userId, { limit: TOLD });
  const { pending } = await personalizer.getPersona(userId);
  const label = (field: string) => fieldLabel(schema, field);
  const undone = new Set(history.flatMap(({ cause }) => ("undoes" in cause ? [cause.undoes] : [])));
  return {
    revision: persona.revision,
    paused: persona.paused,
    pending,
    tools: [...tools],
    fields: orderedFields(persona, schema).flatMap((field) => listField(persona, field, label(field))),
    refusals: history.flatMap((revision) => listRefusals(revision, label)),
    changes: history
      .filter(({ changes }) => changes.length > 0)
      .map((revision) => listRevision(revision, label, undone.has(revision.revision))),
  };
}

function listField(persona: Persona, field: string, label: string): CardField[] {
  const { values, locked = false } = fieldState(persona, field);
  if (values.length === 0 && !locked) return [];
  return [{ field, label, group: groupOf(field), locked, values: values.map(listValue) }];
}

function listValue({ content, basis, tentative, supportedBy, quotes }: Value): CardValue {
  return {
    content: printable(content),
    basis,
    tentative,
    conversations: supportedBy.length,
    quotes: quotes.map(({ quote, startedAt }) => ({ quote: String(printable(quote)), at: startedAt })).toReversed(),
  };
}

/** What was refused is not repeated: it may be an order to the assistant. */
function listRefusals({ at, refusals }: Revision, label: (field: string) => string): CardRefusal[] {
  return refusals.map(({ field, sentence, count }) => ({ at, label: label(field), sentence, count }));
}

function listRevision(
  { revision, at, cause, changes }: Revision,
  label: (field: string) => string,
  isUndone: boolean,
): CardChange {
  return {
    revision,
    at,
    by: viewAuthor(cause),
    steps: changes.map((change) => {
      const { kind, field, content } = listChange(change);
      return {
        kind,
        ...(field !== undefined && { label: label(field) }),
        ...(content !== undefined && { content: printable(content) }),
      };
    }),
    undo: cause.kind === "update" || cause.kind === "command" ? (isUndone ? "done" : "possible") : "never",
  };
}
