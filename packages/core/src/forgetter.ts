import { apply, fold } from "./apply.ts";
import { PersonaError } from "./errors.ts";
import { countQuotes, type Forgotten, forgetIn } from "./forgetting.ts";
import type { History } from "./history.ts";
import { readHistory } from "./history.ts";
import { PERSONA_FORMAT, type Persona, sameDocument } from "./persona.ts";
import type { Forget, Receipt } from "./personalizer.ts";
import { assertOwnFormat, type Reading } from "./reading.ts";
import type { Revision } from "./revision.ts";
import { type PersonaSchema, schemaName } from "./schema.ts";
import type { StoredPart } from "./session.ts";
import type { Erasure, Head, PersonaStore } from "./store.ts";
import { allParts } from "./stored-session.ts";
import { type Tells, tellsOf } from "./telling.ts";

const NOTHING: Receipt = {
  values: 0,
  quotes: 0,
  messages: 0,
  sessions: 0,
  revisions: 0,
  closedFields: [],
  revision: 0,
};

/** What goes, as the stored sessions and the history must see it. */
interface Plan {
  readonly forgotten: Forgotten;
  /** For a value: what tells it in the stored messages. */
  readonly tells?: Tells;
  readonly erase: readonly Erasure[];
  /** How many messages lose their text. */
  readonly messages: number;
  /** Fields to close even when no value of theirs goes. */
  readonly fields: readonly string[];
}

/** Takes things away for good: from the persona, from its history and from the stored messages, in one step. */
export function createForgetter(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  read: Reading;
  now: () => Date;
}): (userId: string, what: Forget) => Promise<Receipt> {
  const { store, schema, read, now } = parts;

  return async function forget(userId, what) {
    if (what.kind === "everything") return forgetUser(userId);
    const phrases = new Set<string>();
    let total = NOTHING;
    for (;;) {
      const { head, persona } = await read(userId);
      if (!head) return total;
      assertOwnFormat(persona);
      const history = await readHistory(store, userId);
      const plan = await planFor(userId, what, history, phrases);
      const receipt = await rewrite({ userId, head, persona, history, plan });
      if (receipt === "conflict") continue;
      total = { ...sum(total, receipt), revision: receipt.revision };
      // What was recorded while the history was rewritten may tell it again.
      if (!plan.tells || !(await toldAfter(userId, head.lastSequence, plan.tells))) return total;
    }
  };

  async function forgetUser(userId: string): Promise<Receipt> {
    const { head, persona } = await read(userId);
    if (!head) return NOTHING;
    let messages = 0;
    for await (const part of allParts(store, userId))
      messages += part.messages.filter(({ text }) => text !== "").length;
    const history = await readHistory(store, userId);
    await store.eraseUser(userId);
    return {
      ...NOTHING,
      values: valueIds(persona).size,
      quotes: countQuotes(history),
      messages,
      sessions: head.sessions,
      revisions: history.revisions.length,
    };
  }

  async function planFor(
    userId: string,
    what: Exclude<Forget, { kind: "everything" }>,
    history: History,
    phrases: Set<string>,
  ): Promise<Plan> {
    if (what.kind === "value") return planForValue(userId, what, history, phrases);
    const { sessionId } = what;
    const state = await store.readSession(userId, sessionId);
    if (state === null) {
      throw new PersonaError(
        "INVALID_INPUT",
        "No session with this id is recorded, so nothing was forgotten. `lifelong export` lists the sessions.",
      );
    }
    const gone = what.kind === "messages" ? new Set(what.messages) : undefined;
    const erase = state.state === "closed" ? [] : [{ sessionId, ...(gone && { messages: [...gone] }) }];
    return {
      erase,
      messages: state.state === "closed" ? 0 : (gone?.size ?? state.messages),
      fields: [],
      forgotten: {
        takesEvidence: (evidence) =>
          evidence.sessionId === sessionId && (gone === undefined || gone.has(evidence.messageIndex)),
        takesValue: () => false,
        mentions: () => false,
      },
    };
  }

  async function planForValue(
    userId: string,
    what: Extract<Forget, { kind: "value" }>,
    history: History,
    phrases: Set<string>,
  ): Promise<Plan> {
    const tells = tellsOf(what, history, phrases);
    const erase: Erasure[] = [];
    for await (const part of allParts(store, userId)) {
      const messages = toldIn(part, tells);
      if (messages.length > 0) erase.push({ sessionId: part.sessionId, messages });
    }
    const messages = erase.reduce((count, erasure) => count + (erasure.messages?.length ?? 0), 0);
    return { erase, messages, fields: [what.field], tells, forgotten: { ...tells, takesEvidence: () => false } };
  }

  async function toldAfter(userId: string, sequence: number, tells: Tells): Promise<boolean> {
    for await (const part of allParts(store, userId, sequence)) {
      if (toldIn(part, tells).length > 0) return true;
    }
    return false;
  }

  async function rewrite(step: {
    userId: string;
    head: Head;
    persona: Persona;
    history: History;
    plan: Plan;
  }): Promise<Receipt | "conflict"> {
    const { userId, head, persona, history, plan } = step;
    const kept = forgetIn(history, plan.forgotten);
    const left = fold(userId, kept.base, kept.revisions);
    const fieldsGone = fieldsThatLost(persona, left);
    const revisions = kept.revisions.filter(
      (revision, index) => !sameDocument(revision, history.revisions[index]),
    ).length;
    const untouched = revisions === 0 && sameDocument(kept.base, history.base);
    if (untouched && plan.erase.length === 0) return { ...NOTHING, revision: persona.revision };

    const closedFields = [...new Set([...(untouched ? [] : plan.fields), ...fieldsGone])];
    const revision: Revision = {
      format: PERSONA_FORMAT,
      revision: head.revision + 1,
      at: now().toISOString(),
      cause: { kind: "forget" },
      schema: schemaName(schema),
      changes: closedFields.length > 0 ? [{ kind: "forget", fields: closedFields }] : [],
      refusals: [],
    };
    const next = apply(left, revision);
    try {
      await store.rewriteHistory(userId, head, {
        base: kept.base,
        revisions: kept.revisions,
        revision,
        persona: next,
        erase: plan.erase,
      });
    } catch (error) {
      if (PersonaError.isInstance(error) && error.code === "REVISION_CONFLICT") return "conflict";
      throw error;
    }
    return {
      values: [...valueIds(persona)].filter((id) => !valueIds(next).has(id)).length,
      quotes: countQuotes(history) - countQuotes(kept),
      messages: plan.messages,
      sessions: plan.erase.filter(({ messages }) => messages === undefined).length,
      revisions,
      closedFields,
      revision: next.revision,
    };
  }
}

/** Indexes, within the session, of the messages that tell it; of one whose text is gone, the digest goes too. */
function toldIn({ sessionId, firstMessage, messages }: StoredPart, tells: Tells): readonly number[] {
  return messages.flatMap(({ text, digest }, offset) =>
    (text !== "" || digest !== undefined) && tells.isTold(sessionId, firstMessage + offset, text)
      ? [firstMessage + offset]
      : [],
  );
}

function fieldsThatLost(before: Persona, after: Persona): readonly string[] {
  const left = valueIds(after);
  return Object.entries(before.fields)
    .filter(([, { values }]) => values.some(({ id }) => !left.has(id)))
    .map(([field]) => field);
}

function valueIds({ fields }: Persona): ReadonlySet<string> {
  return new Set(Object.values(fields).flatMap(({ values }) => values.map(({ id }) => id)));
}

function sum(one: Receipt, other: Receipt): Receipt {
  return {
    values: one.values + other.values,
    quotes: one.quotes + other.quotes,
    messages: one.messages + other.messages,
    sessions: one.sessions + other.sessions,
    revisions: Math.max(one.revisions, other.revisions),
    closedFields: [...new Set([...one.closedFields, ...other.closedFields])],
    revision: other.revision,
  };
}
