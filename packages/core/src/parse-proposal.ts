import { jsonrepair } from "jsonrepair";
import type { Operation } from "./operation.ts";
import type { BriefSession } from "./optimizer.ts";
import type { Content, Evidence } from "./persona.ts";
import { sessionHandle } from "./prompt-sections.ts";
import { fieldOf, type PersonaSchema } from "./schema.ts";

/** A longer answer is no proposal. */
const LONGEST = 100_000; // characters
/** Operations of one proposal that are looked at. */
const MOST_OPERATIONS = 500;

/** The operations of an answer; or what is wrong with it, as a sentence that a model can act on. */
export type Parsed = { readonly operations: readonly Operation[] } | { readonly problem: string };

/** What an answer is read against. */
export interface ProposalContext {
  readonly schema: PersonaSchema;
  readonly sessions: readonly BriefSession[];
}

/**
 * Reads a model's answer as a proposal, as tolerantly as can be without guessing: JSON that needs repair, between tags,
 * in a fence or amid prose; one operation alone; numbers as text. Whether an operation holds is for the gate to say, so
 * evidence that names no session of the brief stays, under a name that no session has. Never throws.
 */
export function parseProposal(text: string, context: ProposalContext): Parsed {
  if (text.trim() === "") return { problem: "It is empty." };
  if (text.length > LONGEST) return { problem: "It is far too long." };
  const json = readJson(jsonIn(text));
  return json === undefined ? { problem: "It holds no JSON that can be read." } : readProposal(json, context);
}

/** The same of an answer that is data already. */
export function readProposal(json: unknown, context: ProposalContext): Parsed {
  const listed = listOf(json);
  if (!listed) return { problem: 'It is no JSON object with a list "operations".' };
  const operations = listed.slice(0, MOST_OPERATIONS).flatMap((entry) => readOperation(entry, context));
  if (operations.length === 0 && listed.length > 0) {
    return {
      problem: "None of its operations has a kind (set, add, remove, confirm) and a field with what that kind needs.",
    };
  }
  return { operations };
}

/** The stretch of an answer that should be JSON: between the last tags, in a fence, or from the first bracket on. */
function jsonIn(text: string): string {
  const tagged = text.lastIndexOf("<proposal>");
  if (tagged >= 0) return text.slice(tagged + "<proposal>".length).replace(/<\/proposal>[\s\S]*$/, "");
  const fenced = /```(?:json)?\s*([[{][\s\S]*?)(?:```|$)/i.exec(text);
  if (fenced?.[1]) return fenced[1];
  const start = text.search(/[[{]/);
  return start < 0 ? "" : text.slice(start);
}

function readJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return readRepaired(text);
  }
}

/** Prose behind the JSON hinders the repair: so it is tried up to the last bracket first. */
function readRepaired(text: string): unknown {
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  for (const piece of end > 0 ? [text.slice(0, end + 1), text] : [text]) {
    try {
      return JSON.parse(jsonrepair(piece));
    } catch {
      // The next piece, or none.
    }
  }
  return undefined;
}

function listOf(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (!isRecord(json)) return undefined;
  const operations = own(json, "operations");
  if (Array.isArray(operations)) return operations;
  if (isRecord(operations)) return [operations];
  const wrapped = own(json, "proposal");
  if (wrapped !== undefined) return listOf(wrapped);
  return own(json, "kind") === undefined ? undefined : [json];
}

function readOperation(entry: unknown, context: ProposalContext): readonly Operation[] {
  if (!isRecord(entry)) return [];
  const kind = String(own(entry, "kind")).trim().toLowerCase();
  const path = own(entry, "field");
  if (typeof path !== "string" || path.trim() === "") return [];
  const field = path.trim();
  const evidence = readEvidence(own(entry, "evidence"), context);
  const contents = readContents(own(entry, "content"), field, context.schema);
  const valueId = textOf(own(entry, "valueId"));
  switch (kind) {
    case "set":
    case "add":
      return contents.map((content) => ({ kind, field, content, evidence }));
    case "remove":
      if (valueId !== undefined) return [{ kind, field, valueId, evidence }];
      return contents.map((content) => ({ kind, field, content, evidence }));
    case "confirm":
      return valueId === undefined ? [] : [{ kind, field, valueId, evidence }];
    default:
      return [];
  }
}

/** One content; several where a model puts the items of a set into one operation. */
function readContents(content: unknown, field: string, schema: PersonaSchema): readonly Content[] {
  if (Array.isArray(content))
    return content.flatMap((item) => (Array.isArray(item) ? [] : readContents(item, field, schema)));
  if (typeof content !== "string" && typeof content !== "number" && typeof content !== "boolean") return [];
  const text = String(content).trim();
  switch (fieldOf(schema, field)?.kind) {
    case "number":
      return [text !== "" && Number.isFinite(Number(text)) ? Number(text) : content];
    case "boolean":
      return [/^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : content];
    default:
      return [text];
  }
}

function readEvidence(given: unknown, { sessions }: ProposalContext): readonly Evidence[] {
  const listed: readonly unknown[] = Array.isArray(given) ? given : [given];
  return listed.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const quote = own(entry, "quote");
    if (typeof quote !== "string") return [];
    const messageIndex = Number(own(entry, "message"));
    return [
      {
        sessionId: sessionIdOf(own(entry, "session"), sessions),
        messageIndex: Number.isSafeInteger(messageIndex) && messageIndex >= 0 ? messageIndex : 0,
        quote,
      },
    ];
  });
}

function sessionIdOf(named: unknown, sessions: readonly BriefSession[]): string {
  const [only, another] = sessions;
  if ((named === undefined || named === null) && only && !another) return only.id;
  const name = String(typeof named === "string" || typeof named === "number" ? named : "").trim();
  const handle = /^s?\d+$/i.test(name) ? `s${Number(name.replace(/^s/i, ""))}` : name;
  const found = sessions.find((session) => sessionHandle(session) === handle) ?? sessions.find(({ id }) => id === name);
  // An id of the store can look like anything, but it does not begin with a question mark and a space.
  return found?.id ?? `? ${name}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property of the object itself: `constructor` and the like name nothing. */
function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
