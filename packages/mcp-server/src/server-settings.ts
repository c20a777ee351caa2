import type { Personalizer } from "@lifelong/core";
import type { Client } from "./clients.ts";
import type { Tool } from "./define-tool.ts";
import type { LateRuns } from "./late-runs.ts";
import type { PersonaWatch } from "./persona-watch.ts";

/** What a server is told whichever SDK it is of. */
export interface CommonSettings {
  /** May still be opening: listing the tools does not wait for it. */
  readonly personalizer: Personalizer | Promise<Personalizer>;
  /** Whose persona all calls are about. */
  readonly userId: string;
  /**
   * Who records what the user says: `hook` when a program of the host does, so that the host's model is not offered
   * `record_session` and nothing counts twice. Absent: the model.
   */
  readonly recordedBy?: "model" | "hook";
  /** Told of every call that succeeded. */
  readonly onCall?: (tool: string, client: Client | undefined) => void;
  /** Whether the host's model may be asked for an update now; absent: it never is. */
  readonly mayAsk?: () => Promise<boolean>;
  /** How long `optimize_persona` waits, milliseconds; 45 s by default. */
  readonly patienceMs?: number;
  /** Gets the errors that are not the caller's, for a log. */
  readonly onError?: (error: unknown) => void;
}

export interface ServerSettings extends CommonSettings {
  /** What is listed: `defaultTools`, unless others are named. */
  readonly tools?: readonly Tool[];
  /** Shared with whoever else knows of commits; absent: changes are noticed by the calls of this server. */
  readonly watch?: PersonaWatch;
  /** False: whoever serves the connection tells its clients of changes. True by default. */
  readonly announces?: boolean;
  /** Shared by servers that serve one client after another; absent: of this server alone. */
  readonly lateRuns?: LateRuns;
}
