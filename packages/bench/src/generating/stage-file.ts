import { appendFileSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { PersonaError } from "@lifelong/core";
import * as z from "zod";
import type { Cost } from "../results/result.ts";

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

async function readWholeLines(path: string): Promise<readonly string[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return [];
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) {
    const file = await open(path, "r+");
    await file.truncate(whole).finally(() => file.close());
  }
  return bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
