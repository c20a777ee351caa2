import type { PersonaError } from "./errors.ts";
import type { Recorded, UpdateReport } from "./personalizer.ts";

/** What happened, for logs and meters. Holds no text of a conversation and no content of a value but in `report`. */
export type PersonaEvent =
  | { readonly type: "session-recorded"; readonly userId: string; readonly recorded: Recorded }
  | { readonly type: "update-started"; readonly userId: string; readonly pass: string }
  | { readonly type: "update-finished"; readonly userId: string; readonly pass: string; readonly report: UpdateReport }
  /** What the retention does not keep was cleared away: the text of conversations, and revisions. */
  | {
      readonly type: "history-pruned";
      readonly userId: string;
      readonly revision: number;
      readonly sessions: number;
      readonly revisions: number;
    }
  /** That failed; it is tried again at the next occasion. */
  | { readonly type: "prune-failed"; readonly userId: string; readonly error: PersonaError | Error }
  /** An update in the background failed; the sessions stay pending. */
  | {
      readonly type: "update-failed";
      readonly userId: string;
      readonly pass: string;
      readonly error: PersonaError | Error;
    };

/** Called synchronously. One that throws is reported as a process warning and changes nothing. */
export type EventListener = (event: PersonaEvent) => void;
