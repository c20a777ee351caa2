import type { LanguageModel } from "@lifelong/core";

/** What the commands of the benchmark work in. */
export interface BenchHouse {
  /** Opens a model by its location, as `openModel` of core does with the program's plugins. */
  openModel(location: string): Promise<LanguageModel>;
  /** The answer. */
  write(text: string): void;
  /** What is said beside the answer. */
  note(text: string): void;
  /** True when a person can be asked and watches. */
  readonly interactive: boolean;
  /** True only for a clear yes. */
  confirm(question: string): Promise<boolean>;
  /** Opens a file for the person who watches. */
  show(file: string): Promise<void>;
}

/** Runs the work of one command in the house that a program makes for it. */
export type WithHouse = (work: (house: BenchHouse) => Promise<void>) => Promise<void>;
