import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type BriefMessage,
  type Content,
  defaultSchema,
  emptyPersona,
  type Operation,
  type Optimizer,
} from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";

/** One recorded conversation: a dialogue, the dialogue of an update case, or the question of a recall case. */
export interface Chat {
  readonly id: string;
  /** Even sessions were read while the rules were written; what of the odd ones was seen stands in the measurements page. */
  readonly half: "even" | "odd";
  readonly messages: readonly BriefMessage[];
  readonly gold: readonly GoldMemory[];
}

export interface GoldMemory {
  readonly type: string;
  readonly label: string;
  readonly value: string;
  readonly evidence?: { readonly utterance_index?: number | readonly number[]; readonly text?: string } | null;
}

/** One operation of the extractor, with what a judgement is found by. */
export interface Extraction {
  readonly session: string;
  readonly message: number;
  readonly field: string;
  readonly content: Content;
  readonly hash: string;
  readonly quote: string;
}

interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

interface Line {
  readonly id: string;
  readonly dialogue: readonly Turn[];
  readonly gold_memories: readonly GoldMemory[];
  readonly update?: { readonly dialogue: readonly Turn[] } | null;
  readonly recall?: { readonly query: string } | null;
}

/** @param path - a file of one conversation a line, as the data folder describes it */
export function readChats(path: string): readonly Chat[] {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.flatMap((text): readonly Chat[] => {
    const line = JSON.parse(text) as Line;
    const half = Number(line.id.replace(/\D/g, "")) % 2 === 0 ? "even" : "odd";
    const dialogue = { id: line.id, half, messages: messages(line.dialogue), gold: line.gold_memories } as const;
    const update = {
      id: `${line.id}-update`,
      half,
      messages: messages(line.update?.dialogue ?? []),
      gold: [],
    } as const;
    const query = line.recall ? [{ role: "user" as const, text: line.recall.query }] : [];
    const recall = { id: `${line.id}-recall`, half, messages: messages(query), gold: [] } as const;
    return [dialogue, update, recall];
  });
}

function messages(turns: readonly Turn[]): readonly BriefMessage[] {
  return turns.map(({ role, text }, index) => ({ index, role, text, sequence: 1 }));
}

const extractor = createExtractor();

/** What the extractor proposes for one conversation of a user of whom nothing is known. */
export async function extractions(chat: Chat, optimizer: Optimizer = extractor): Promise<readonly Extraction[]> {
  const startedAt = "2026-01-01T00:00:00Z";
  const { operations } = await optimizer.propose({
    pass: "instant",
    now: startedAt,
    schema: defaultSchema,
    persona: emptyPersona("eval"),
    sessions: [{ id: chat.id, ordinal: 1, startedAt, source: "witnessed", messages: chat.messages }],
  });
  return operations.flatMap((operation) => extraction(operation));
}

function extraction(operation: Operation): readonly Extraction[] {
  const [evidence] = operation.evidence;
  if (evidence === undefined || (operation.kind !== "set" && operation.kind !== "add")) return [];
  const { field, content } = operation;
  return [
    {
      session: evidence.sessionId,
      message: evidence.messageIndex,
      field,
      content,
      hash: hashOf(content),
      quote: evidence.quote,
    },
  ];
}

/** Stands for a content in the judgements, which keep no text of real people. */
function hashOf(content: Content): string {
  const folded = String(content).normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return createHash("sha256").update(folded).digest("hex").slice(0, 12);
}
