import {
  apply,
  type BelieveChange,
  createPersonalizer,
  deepPass,
  emptyPersona,
  manual,
  memoryStore,
  type Optimizer,
  PERSONA_FORMAT,
  type Persona,
  type PersonaSchema,
  type RefusalCode,
  type Revision,
  schemaName,
  type Usage,
} from "@lifelong/core";
import { overlaps, SAME_FROM, tokenF1 } from "../measures/likeness.ts";
import type { Memory, Message, UpdateCase } from "./case.ts";
import { fieldOfLabel } from "./evaluation-schema.ts";

const USER = "case";
const BEFORE = "2026-01-01T10:00:00.000Z";
const AFTER = "2026-03-01T10:00:00.000Z";

/** What became of one case. Each score is 1 or 0. */
export interface CaseResult {
  readonly id: string;
  readonly scores: {
    /** The superseded value is gone, and its successor is there. */
    readonly replaced: number;
    /** The superseded value is gone. */
    readonly removed: number;
    /** The successor is there. */
    readonly succeeded: number;
    /** The new value is there. */
    readonly added: number;
    /** Nothing is there that should not be. */
    readonly falseRefused: number;
    /** Every other value of before is there, byte for byte. */
    readonly untouched: number;
  };
  /** Whether the successor and the new value are there but wait for a second conversation. */
  readonly tentative: number;
  readonly proposed: number;
  readonly refusals: Readonly<Partial<Record<RefusalCode, number>>>;
  readonly usage: Usage;
  readonly unreadable: boolean;
}

/** Loads what was remembered, records the conversation, runs one update through the real pipeline, and compares. */
export async function runCase(
  { id, dialogue, superseded, kept, successor, added }: UpdateCase,
  optimizer: Optimizer,
  schema: PersonaSchema,
  signal?: AbortSignal,
): Promise<CaseResult> {
  const personalizer = createPersonalizer({
    store: await storeHolding([superseded, ...kept], schema),
    schema,
    passes: [deepPass(optimizer, { policy: manual() })],
    now: () => new Date(AFTER),
  });
  await personalizer.recordSession(USER, {
    id: "dialogue",
    startedAt: AFTER,
    source: "witnessed",
    messages: [...dialogue],
  });
  const report = await personalizer.optimize(USER, { signal });
  const values = valuesOf(await personalizer.show(USER));
  await personalizer.close();

  const isKept = (memory: Memory) =>
    values.some(
      ({ field, content, learned }) => !learned && field === fieldOfLabel(memory.label) && content === memory.value,
    );
  const learned = values.filter((value) => value.learned);
  const matching = (gold: Memory) => learned.filter((value) => isSame(value, gold));
  const successors = matching(successor);
  const news = matching(added);
  const extra = learned.filter((value) => !successors.includes(value) && !news.includes(value));
  const removed = isKept(superseded) ? 0 : 1;
  return {
    id,
    scores: {
      replaced: removed === 1 && successors.length > 0 ? 1 : 0,
      removed,
      succeeded: successors.length > 0 ? 1 : 0,
      added: news.length > 0 ? 1 : 0,
      falseRefused: extra.length === 0 ? 1 : 0,
      untouched: kept.every(isKept) ? 1 : 0,
    },
    tentative: [...successors, ...news].filter(({ tentative }) => tentative).length,
    proposed: report.changes.length + report.refusals.reduce((sum, { count }) => sum + count, 0),
    refusals: Object.fromEntries(
      [...Map.groupBy(report.refusals, ({ code }) => code)].map(([code, all]) => [code, all.length]),
    ),
    usage: report.usage ?? {},
    unreadable: report.outcome === "parked",
  };
}

interface HeldValue {
  readonly field: string;
  readonly content: string;
  readonly quotes: readonly string[];
  readonly tentative: boolean;
  /** Whether this update brought it. */
  readonly learned: boolean;
}

function valuesOf({ fields }: Persona): readonly HeldValue[] {
  return Object.entries(fields).flatMap(([field, { values }]) =>
    values.map(({ id, content, quotes, tentative }) => ({
      field,
      content: String(content),
      quotes: quotes.map(({ quote }) => quote),
      tentative,
      learned: !id.startsWith("v1."),
    })),
  );
}

/** The same thing, under whatever label: enough words in common, or a quote that overlaps the gold one. */
function isSame({ content, quotes }: HeldValue, gold: Memory): boolean {
  return tokenF1(content, gold.value) >= SAME_FROM || quotes.some((quote) => overlaps(quote, gold.quote));
}

async function storeHolding(memories: readonly Memory[], schema: PersonaSchema) {
  const store = memoryStore();
  const revision: Revision = {
    format: PERSONA_FORMAT,
    revision: 1,
    at: BEFORE,
    cause: { kind: "update", pass: "before", optimizer: "before@1" },
    schema: schemaName(schema),
    changes: memories.map(
      ({ label, value }, index): BelieveChange => ({
        kind: "add",
        field: fieldOfLabel(label),
        value: { id: `v1.${index + 1}`, content: value, basis: "stated" },
        evidence: [
          {
            sessionId: "before",
            messageIndex: index,
            quote: value,
            startedAt: BEFORE,
            sequence: 0,
            source: "witnessed",
          },
        ],
      }),
    ),
    refusals: [],
  };
  await store.commitPersona(apply(emptyPersona(USER), revision), revision, null);
  return store;
}

/** The user's turns of a dialogue, with their place in it. */
export function userTurns(dialogue: readonly Message[]): readonly { readonly index: number; readonly text: string }[] {
  return dialogue.flatMap(({ role, text }, index) => (role === "user" ? [{ index, text }] : []));
}
