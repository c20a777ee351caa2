import type { Character } from "../dataset/character.ts";

/** What a report is made of beside the result. */
export interface ReportOptions {
  /** The characters of the run, for what was told and when. One that is not among them gets no section of its own. */
  readonly characters: readonly Character[];
  /** Name of the arm that the others are compared with. Default: No Persona, or the first arm where there is none. */
  readonly baseline?: string;
}
