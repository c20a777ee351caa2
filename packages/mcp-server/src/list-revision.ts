import { authorOf, type Change, type Explanation, printable, type Revision } from "@lifelong/core";
import * as z from "zod";
import { type ListedChange, listChange, quotedChange } from "./list-change.ts";

/** A revision as a host's model reads it. */
export interface ListedRevision {
  revision: number;
  at: string;
  by: string;
  changes: ListedChange[];
  /** How many operations were refused. Their contents stay out: they may be orders to the assistant that reads this. */
  refused: number;
}

export const listedRevision: z.ZodType<ListedRevision> = z.strictObject({
  revision: z.int(),
  at: z.string(),
  by: z.string(),
  changes: z.array(quotedChange),
  refused: z.int(),
});

export function listRevision(of: Revision): ListedRevision {
  return listEntry({ ...of, by: authorOf(of.cause) });
}

/** The same of what an explanation tells about one revision. */
export function listEntry({ revision, at, by, changes, refusals }: Explanation["history"][number]): ListedRevision {
  return {
    revision,
    at,
    by,
    changes: changes.map((change) => {
      const quote = quoteOf(change);
      return { ...listChange(change), ...(quote !== undefined && { quote }) };
    }),
    refused: refusals.reduce((total, { count }) => total + count, 0),
  };
}

function quoteOf(change: Change): string | undefined {
  const quote = "evidence" in change ? change.evidence.at(-1)?.quote : undefined;
  return quote === undefined ? undefined : String(printable(quote));
}
