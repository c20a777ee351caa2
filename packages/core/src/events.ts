import type { PersonaError } from "./errors.ts";
import type { Recorded, UpdateReport } from "./personalizer.ts";

/** What happened, for logs and meters. Holds no text of a conversation and no content of a value but in `report`. */
export type PersonaEvent =
  | { readonly type: "session-recorded"; readonly userId: string; readonly recorded: Recorded }
  | { readonly type: "update-started"; readonly userId: string; readonly pass: string }
  | { readonly type: "update-finished"; readonly userId: string; readonly pass: string; readonly report: UpdateReport }
  /** An update in the background failed; the sessions stay pending. */
  | {
      readonly type: "update-failed";
      readonly userId: string;
      readonly pass: string;
      readonly error: PersonaError | Error;
    };

/** Called synchronously. One that throws is reported as a process warning and changes nothing. */
export type EventListener = (event: PersonaEvent) => void;
