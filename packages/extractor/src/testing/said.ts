import { type Brief, defaultSchema, emptyPersona, type Operation, type Persona } from "@lifelong/core";
import { createExtractor } from "../extractor.ts";

const STARTED_AT = "2026-03-01T09:00:00Z";
const extractor = createExtractor();

/** A brief of one session for each list of user messages, `session-1` and so on. */
export function briefOf(sessions: readonly (readonly string[])[], persona: Persona = emptyPersona("ada")): Brief {
  return {
    pass: "instant",
    now: STARTED_AT,
    schema: defaultSchema,
    persona,
    sessions: sessions.map((texts, number) => ({
      id: `session-${number + 1}`,
      ordinal: number + 1,
      startedAt: STARTED_AT,
      source: "witnessed",
      messages: texts.map((text, index) => ({ index, role: "user", text, sequence: number + 1 })),
    })),
  };
}

/** What the extractor proposes for a user of whom nothing is known yet, as sorted `field = content`. */
export async function said(text: string): Promise<readonly string[]> {
  const { operations } = await extractor.propose(briefOf([[text]]));
  return operations.map(line).sort();
}

/** An operation on one line; anything but setting or adding begins with its kind. */
export function line(operation: Operation): string {
  const content = "content" in operation ? operation.content : operation.valueId;
  const kind = operation.kind === "set" || operation.kind === "add" ? "" : `${operation.kind} `;
  return `${kind}${operation.field} = ${content}`;
}
