/** A table before it is written as HTML or Markdown. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly name: string;
  /** Below the name: which way is better, whose figures. */
  readonly detail?: string;
  /** Words or numbers: where the cells are aligned. */
  readonly holds: "words" | "numbers";
}

/** The first column's cell heads the row. */
export interface Row {
  readonly head: Cell;
  readonly cells: readonly Cell[];
  /** The arm's place in the run, for its mark; absent where the row is no arm's. */
  readonly arm?: number;
}

export interface Cell {
  readonly text: string;
  /** Below the text: an interval, a note. */
  readonly detail?: string;
  /** What the text alone does not show: nothing was run; a difference that is sure; a value that should not be so. */
  readonly tone?: "absent" | "better" | "worse" | "mistake";
  /** For a share or similarity: where mean and interval lie between 0 and 1. */
  readonly bar?: { readonly low: number; readonly mean: number; readonly high: number };
}

export const NOT_RUN: Cell = { text: "not run", tone: "absent" };

/** There is nothing that could have been measured. */
export const NONE: Cell = { text: "–" };
