import type { Table } from "./table.ts";

/** What every measurement is told. */
export interface Settings {
  /** An empty folder for this run, removed afterwards. */
  readonly directory: string;
  /** How many users the folders of `get-persona` hold. */
  readonly users: readonly number[];
  /** Says what is going on, on stderr. */
  readonly note: (text: string) => void;
}

/** A number that was promised, beside the number that came out. */
export interface Verdict {
  readonly budget: string;
  readonly measured: string;
  readonly met: boolean;
}

export interface Outcome {
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
  /** Every sample, in milliseconds unless its key says otherwise. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** One question, answered by running things. Ends by itself, and leaves no process and no file. */
export interface Measurement {
  readonly name: string;
  readonly question: string;
  readonly run: (settings: Settings) => Promise<Outcome>;
}
