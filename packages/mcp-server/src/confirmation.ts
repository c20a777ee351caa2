import * as z from "zod";
import type { Confirmation, Question } from "./define-tool.ts";

/** The argument of a tool that asks, for hosts that cannot. */
export const confirmArgument: z.ZodType<string | undefined> = z
  .string()
  .optional()
  .describe("As answered, once the user said yes.");

/** What a tool answers when it did not go on. */
export interface Unconfirmed {
  readonly outcome: "kept" | "confirmation-wanted";
  readonly next: string;
  readonly confirm?: string;
}

/**
 * Whether a call may go on: null when the user has said yes, else what to answer. Where the host can ask, only what
 * the user says to it counts: a model cannot answer for them.
 */
export function unconfirmed(
  { message, phrase }: Question,
  said: string | undefined,
  confirmation: Confirmation = "unable",
): Unconfirmed | null {
  if (confirmation === "accept") return null;
  if (confirmation !== "unable") {
    return { outcome: "kept", next: "The user did not say yes, so nothing was changed. Do not ask again by yourself." };
  }
  if (said?.trim() === phrase) return null;
  return {
    outcome: "confirmation-wanted",
    confirm: phrase,
    next: `Nothing was changed yet. Ask the user: ${message} Only if they say yes, call again with the same arguments and this confirm.`,
  };
}
