import type { Content, Evidence } from "@lifelong/core";
import type { Effect } from "./language.ts";

/** One fact as the user said it in one place, not yet weighed against the persona. */
export interface Claim {
  readonly field: string;
  readonly effect: Effect;
  /** Absent: everything that the field holds is meant. */
  readonly content?: Content;
  readonly evidence: Evidence;
}
