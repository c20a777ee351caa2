import {
  type Closure,
  type Command,
  type Content,
  type FieldDefinition,
  type FieldState,
  fieldOf,
  fieldState,
  foldText,
  type Persona,
  type PersonaSchema,
  type Value,
} from "@lifelong/core";

/** What the user's hand did in another store, as it is done here. */
export interface HandMerge {
  /** Values and locks of the user, and removals. */
  readonly commands: readonly Command[];
  /** Fields that were forgotten there as a whole: after the commands, they are forgotten here. */
  readonly forget: readonly string[];
  /** Fields in which the user has set something else here. */
  readonly kept: readonly string[];
}

/**
 * What the user did by hand there and not here. What was set, removed or learned here later stands.
 */
export function mergeHands(there: Persona, here: Persona, schema: PersonaSchema): HandMerge {
  const commands: Command[] = [];
  const forget: string[] = [];
  const kept: string[] = [];
  for (const [field, state] of Object.entries(there.fields)) {
    const definition = fieldOf(schema, field);
    if (definition === undefined) continue;
    const own = fieldState(here, field);
    for (const { content, at, reopened } of state.closedValues ?? []) {
      const held = own.values.find((value) => isSame(value.content, content));
      const isClosed = own.closedValues?.some((closed) => isSame(closed.content, content) && closed.at >= at);
      if (reopened || isClosed || (held && lastSaid(held) > at)) continue;
      commands.push(...closing(field, content, held !== undefined));
    }
    if (isToBeClosed(state.closed, own)) {
      const isHeld = own.values.length > 0;
      const content = standIn(definition);
      if (definition.kind !== "set" && !(isHeld && state.closed.by === "forget")) {
        commands.push(...closing(field, isHeld ? undefined : content, isHeld));
      } else {
        if (!isHeld) commands.push({ kind: "set", field, content });
        forget.push(field);
      }
    }
    for (const { content, basis, changedAt } of state.values) {
      if (basis !== "user" || (own.closed?.at ?? "") > changedAt) continue;
      const isRemoved = own.closedValues?.some((gone) => isSame(gone.content, content) && gone.at > changedAt);
      if (isRemoved || own.values.some((value) => value.basis === "user" && isSame(value.content, content))) continue;
      if (definition.kind === "set" || !own.values.some((value) => value.basis === "user"))
        commands.push({ kind: "set", field, content });
      else kept.push(field);
    }
    if (state.locked && !own.locked && !kept.includes(field)) commands.push({ kind: "lock", field });
  }
  return { commands, forget, kept };
}

/** What was taken away there, unless it was taken away or said again here since. */
function isToBeClosed(closed: Closure | undefined, own: FieldState): closed is Closure {
  if (!closed || closed.reopened || (own.closed?.at ?? "") >= closed.at) return false;
  return own.values.every((value) => lastSaid(value) <= closed.at);
}

/** Only what is held can be removed, so what is not is held for a moment. */
function closing(field: string, content: Content | undefined, isHeld: boolean): readonly Command[] {
  const set: readonly Command[] = isHeld || content === undefined ? [] : [{ kind: "set", field, content }];
  return [...set, { kind: "remove", field, ...(content !== undefined && { content }) }];
}

/** Anything that the field can hold. */
function standIn({ kind, options }: FieldDefinition): Content {
  switch (kind) {
    case "number":
      return 0;
    case "boolean":
      return false;
    case "date":
      return "2000";
    case "enum":
      return options?.[0] ?? "";
    default:
      return "(taken away elsewhere)";
  }
}

/** When the user last said or set it, ISO 8601 UTC. */
function lastSaid({ basis, changedAt, quotes }: Value): string {
  return basis === "user" ? changedAt : (quotes.at(-1)?.startedAt ?? "");
}

function isSame(one: Content, other: Content): boolean {
  return foldText(String(one)) === foldText(String(other));
}
