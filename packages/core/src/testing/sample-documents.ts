import { randomUUID } from "node:crypto";
import { emptyPersona, type Persona } from "../persona.ts";
import type { Revision } from "../revision.ts";
import type { Message, Part } from "../session.ts";

const STARTED_AT = "2026-03-01T09:00:00.000Z";

/** An id that nobody has used, so that one database can serve all cases. */
export function newUserId(): string {
  return `contract-${randomUUID()}`;
}

/** What a user says, each message with an answer. */
export function saying(...texts: readonly string[]): readonly Message[] {
  return texts.flatMap((text): Message[] => [
    { role: "user", text },
    { role: "assistant", text: "Noted." },
  ]);
}

/** A part of one question and one answer; later parts of the session follow on it. */
export function samplePart(sessionId: string, number = 1, more: Partial<Part> & { sequence?: number } = {}): Part {
  return {
    sessionId,
    number,
    firstMessage: (number - 1) * 2,
    startedAt: STARTED_AT,
    recordedAt: STARTED_AT,
    source: "witnessed",
    messages: saying(`Message ${number} of ${sessionId}.`),
    ...more,
  };
}

/** A part that closes its id. */
export function closingPart(sessionId: string): Part {
  return samplePart(sessionId, 1, { messages: [], closed: true });
}

/** The revision that goes with the sample persona of the same number. */
export function sampleRevision(revision: number, more: object = {}): Revision {
  return {
    format: 1,
    revision,
    at: STARTED_AT,
    cause: { kind: "command" },
    schema: "sample@1",
    changes: [{ kind: "lock", field: `field${revision}` }],
    refusals: [],
    ...more,
  };
}

/** A persona that differs from revision to revision. */
export function samplePersona(userId: string, revision: number, more: object = {}): Persona {
  return {
    ...emptyPersona(userId),
    revision,
    updatedAt: STARTED_AT,
    fields: { [`field${revision}`]: { values: [], locked: true } },
    ...more,
  };
}

/**
 * What a document of another version may hold: every kind of JSON, keys in no alphabetical order, keys that JavaScript
 * gives a meaning, strings that files, terminals and databases stumble over, an array in an array forty levels down.
 */
export function strangeDocument(): Record<string, unknown> {
  const nested = `${'{"in":['.repeat(40)}null${"]}".repeat(40)}`;
  return JSON.parse(`{
    "zebra": 1, "apple": 2, "Mango": 3, "__proto__": { "polluted": true }, "constructor": { "prototype": 4 }, "": "no key",
    "toString": null, "hasOwnProperty": false, "key with \\u0000 and \\n and \\"": 5, "ключ": 6, "🔑": 7, "a.b": 8, "a": { "b": 9 },
    "numbers": [0, -1, 0.1, 1e-7, 1e21, 9007199254740991, 1.7976931348623157e308],
    "empty": [[], {}, "", null, false, [[]], [{}]],
    "strings": [
      "NUL \\u0000", "line\\nfeed\\r\\n", "\\u2028 and \\u2029", "\\ufeff mark", "\\ud800 alone", "back\\\\slash and \\"quotes\\"", "undefined",
      "é as one", "e\\u0301 as two", "👩‍👩‍👧‍👦", "العربية", "中文", "%00 %2e%2e", "../../up", "</script><!--", "\\u001b[31m", "$\{value}", "  "
    ],
    "deep": ${nested}
  }`);
}
