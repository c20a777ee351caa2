import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import * as z from "zod";

const memory = z.object({ memory_id: z.string(), label: z.string(), value: z.string() });
const message: z.ZodType<Message> = z.object({
  role: z.enum(["user", "assistant", "system", "tool"]),
  text: z.string(),
});
const evidence = z.object({ text: z.string() });
const line = z.object({
  id: z.string(),
  dialogue: z.array(message),
  gold_memories: z.array(z.object({ label: z.string(), value: z.string(), evidence: evidence.nullish() })),
  model_outputs: z.record(
    z.string(),
    z.array(
      z.object({ label: z.string().nullish(), value: z.string().nullish(), evidence_text: z.string().nullish() }),
    ),
  ),
  update: z.object({
    before: z.array(memory),
    dialogue: z.array(message),
    after: z.array(memory.extend({ evidence: evidence.nullish() })),
  }),
});

/** Something that is, or should be, remembered. */
export interface Memory {
  readonly label: string;
  readonly value: string;
  /** What the user said that shows it, where the data tells. */
  readonly quote?: string;
}

export interface Message {
  readonly role: "user" | "assistant" | "system" | "tool";
  readonly text: string;
}

/** One conversation that changes what is remembered. */
export interface UpdateCase {
  readonly id: string;
  readonly dialogue: readonly Message[];
  /** Remembered before; the first is the one that the conversation supersedes. */
  readonly superseded: Memory;
  readonly kept: readonly Memory[];
  /** What takes the superseded one's place, and what is new. */
  readonly successor: Memory;
  readonly added: Memory;
}

/** A conversation of which several models' extractions were recorded. */
export interface RecordedCase {
  readonly id: string;
  readonly dialogue: readonly Message[];
  readonly gold: readonly Memory[];
  readonly extractions: Readonly<Record<string, readonly Memory[]>>;
}

export interface Cases {
  readonly updates: readonly UpdateCase[];
  readonly recorded: readonly RecordedCase[];
}

/**
 * Reads the cases.
 *
 * @param data - the folder that holds `realchats/sessions.jsonl`
 * @throws PersonaError `CONFIGURATION` when it is not there
 */
export async function readCases(data: string): Promise<Cases> {
  const text = await readFile(join(data, "realchats", "sessions.jsonl"), "utf8").catch(() => {
    throw new PersonaError(
      "CONFIGURATION",
      `The folder ${data} holds no realchats/sessions.jsonl. Name the data with --data.`,
    );
  });
  const lines = text
    .trim()
    .split("\n")
    .map((row) => line.parse(JSON.parse(row)));
  return { updates: lines.map(updateCase), recorded: lines.map(recordedCase) };
}

function updateCase({ id, update: { before, after, dialogue } }: z.infer<typeof line>): UpdateCase {
  const successor = after.find(({ memory_id }) => memory_id.endsWith("_updated"));
  const added = after.find(({ memory_id }) => memory_id.startsWith("m_new"));
  const superseded = before.find(({ memory_id }) => `${memory_id}_updated` === successor?.memory_id);
  if (!successor || !added || !superseded) throw new Error(`Case ${id} supersedes one memory and adds one.`);
  const plain = ({ label, value }: Memory): Memory => ({ label, value });
  return {
    id,
    dialogue,
    superseded: plain(superseded),
    kept: before.filter((other) => other !== superseded).map(plain),
    successor: plain(successor),
    added: { ...plain(added), ...(added.evidence && { quote: added.evidence.text }) },
  };
}

function recordedCase({ id, dialogue, gold_memories, model_outputs }: z.infer<typeof line>): RecordedCase {
  return {
    id,
    dialogue,
    gold: gold_memories.map(({ label, value, evidence: shown }) => ({
      label,
      value,
      ...(shown && { quote: shown.text }),
    })),
    extractions: Object.fromEntries(
      Object.entries(model_outputs).map(([model, items]) => [
        model,
        items.flatMap(({ label, value, evidence_text }) =>
          value ? [{ label: label ?? "UNMAPPED", value, ...(evidence_text && { quote: evidence_text }) }] : [],
        ),
      ]),
    ),
  };
}
