import { appendFileSync } from "node:fs";
import { PersonaError } from "@lifelong/core";
import * as z from "zod";
import type { Cost } from "../results/result.ts";
import { readWholeLines } from "../whole-lines.ts";

/** Why an item is not used. */
export const DROP_REASONS = ["unreadable", "refused", "duplicate", "leak", "unanswerable"] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What became of one item of a stage: it, or why there is none; and what it cost either way. */
export interface StageEntry<Item> {
  readonly key: string;
  readonly item?: Item;
  readonly dropped?: DropReason;
  readonly cost: Cost;
}

/** The items of one stage, a line of JSON each, in the order in which they came. */
export interface StageFile<Item> {
  readonly done: ReadonlyMap<string, StageEntry<Item>>;
  /** Appends the line; once this returns it outlives the process. */
  add(entry: StageEntry<Item>): void;
}

const cost: z.ZodType<Cost> = z.strictObject({
  calls: z.int().nonnegative(),
  inputTokens: z.int().nonnegative().optional(),
  outputTokens: z.int().nonnegative().optional(),
});

/**
 * Opens a stage where it stands, and begins it where there is no file. A last line that a killed process left without its
 * end is cut off, and its item is made again.
 *
 * @throws PersonaError `INVALID_INPUT` when another line is broken
 */
export async function openStage<Item>(path: string, item: z.ZodType<Item>): Promise<StageFile<Item>> {
  const line = z.strictObject({
    key: z.string(),
    item: item.optional(),
    dropped: z.enum(DROP_REASONS).optional(),
    cost,
  });
  const done = new Map<string, StageEntry<Item>>();
  for (const [index, text] of (await readWholeLines(path)).entries()) {
    const parsed = line.safeParse(parseLine(text));
    if (!parsed.success)
      throw new PersonaError(
        "INVALID_INPUT",
        `Line ${index + 1} of ${path} is broken. Take the line out, and its item is made again.`,
      );
    done.set(parsed.data.key, parsed.data as StageEntry<Item>);
  }
  return {
    done,
    add(entry) {
      appendFileSync(path, `${JSON.stringify(entry)}\n`);
      done.set(entry.key, entry);
    },
  };
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
