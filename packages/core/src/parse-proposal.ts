import { readAnswerJson } from "./answer-json.ts";
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
export type Parsed =
  | {
      readonly operations: readonly Operation[];
      /** Entries that were no operation, and were left out. */
      readonly dropped: number;
    }
  | { readonly problem: string };

/** What an answer is read against. */
export interface ProposalContext {
  readonly schema: PersonaSchema;
  readonly sessions: readonly BriefSession[];
}

/**
 * Reads a model's answer as a proposal, as tolerantly as can be without guessing: JSON that needs repair, between tags,
 * in a fence or amid prose; one operation alone; numbers as text. Whether an operation holds is for the gate to say, so
 * evidence that names no session of the brief stays, under a name that no session has. Never throws.
 *
 * @param options.isCut - the answer ended at a limit: the operation at its broken end is not taken for whole
 */
export function parseProposal(
  text: string,
  context: ProposalContext,
  { isCut = false }: { isCut?: boolean } = {},
): Parsed {
  if (text.trim() === "") return { problem: "It is empty." };
  if (text.length > LONGEST) return { problem: "It is far too long." };
  let problem: Parsed | undefined;
  for (const json of readAnswerJson(text, { isCut })) {
    const parsed = json.isCut ? readBrokenOff(json.value, context) : readProposal(json.value, context);
    if ("operations" in parsed) return parsed;
    problem ??= parsed;
  }
  return problem ?? { problem: "It holds no JSON that can be read." };
}

/** The last entry is not taken for whole: half of a value can look like one. */
function readBrokenOff(json: unknown, context: ProposalContext): Parsed {
  const complete = listOf(json)?.slice(0, -1);
  if (complete?.length === 0) return { problem: "It was cut off before anything of it was whole." };
  return readListed(complete, context);
}

/** The same of an answer that is data already. */
export function readProposal(json: unknown, context: ProposalContext): Parsed {
  return readListed(listOf(json), context);
}

function readListed(listed: readonly unknown[] | undefined, context: ProposalContext): Parsed {
  if (!listed) return { problem: 'It is no JSON object with a list "operations".' };
  const read = listed.slice(0, MOST_OPERATIONS).map((entry) => readOperation(entry, context));
  const operations = read.flat().slice(0, MOST_OPERATIONS);
  if (operations.length === 0 && listed.length > 0) {
    return {
      problem: "None of its operations has a kind (set, add, remove, confirm) and a field with what that kind needs.",
    };
  }
  const used = read.filter((entry) => entry.length > 0).length;
  return { operations, dropped: listed.length - used };
}

function listOf(json: unknown): readonly unknown[] | undefined {
  const proposal = isRecord(json) && own(json, "operations") === undefined ? own(json, "proposal") : undefined;
  const given = proposal ?? json;
  if (Array.isArray(given)) return given;
  if (!isRecord(given)) return undefined;
  const operations = own(given, "operations");
  if (Array.isArray(operations)) return operations;
  if (isRecord(operations)) return [operations];
  return isOperationLike(given) ? [given] : undefined;
}

function isOperationLike(value: unknown): boolean {
  return isRecord(value) && own(value, "kind") !== undefined;
}

function readOperation(entry: unknown, context: ProposalContext): readonly Operation[] {
  if (!isRecord(entry)) return [];
  const kind = textOf(own(entry, "kind"))?.toLowerCase();
  const field = textOf(own(entry, "field"));
  if (field === undefined) return [];
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
  const definition = fieldOf(schema, field);
  switch (definition?.kind) {
    case "number":
      return [text !== "" && Number.isFinite(Number(text)) ? Number(text) : content];
    case "boolean":
      return [/^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : content];
    case "enum":
      return [definition.options?.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text];
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
    const message = own(entry, "message");
    const messageIndex = typeof message === "number" || typeof message === "string" ? Number(message) : 0;
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
