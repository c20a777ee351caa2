import type { Change, Content } from "@lifelong/core";
import * as z from "zod";

/** A change as a host's model reads it. */
export interface ListedChange {
  kind: string;
  /** Absent where the change is about the persona as a whole. */
  field?: string;
  content?: Content;
  /** The newest of the user's words behind it, where they are told. */
  quote?: string;
}

const shape = {
  kind: z.string(),
  field: z.string().optional(),
  content: z.union([z.string(), z.number(), z.boolean()]).optional(),
};
export const listedChange: z.ZodType<ListedChange> = z.strictObject(shape);
export const quotedChange: z.ZodType<ListedChange> = z.strictObject({ ...shape, quote: z.string().optional() });

export function listChange(change: Change): ListedChange {
  if (change.kind === "consent")
    return { kind: change.given ? "consent" : "consent withdrawn", field: change.category };
  if (!("field" in change)) return { kind: change.kind };
  if (!("value" in change)) return { kind: change.kind, field: change.field };
  return { kind: change.kind, field: change.field, content: change.value.content };
}
