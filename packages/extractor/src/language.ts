import type { Content } from "@lifelong/core";
import type { Setting } from "./setting.ts";
import type { Stretch } from "./stretch.ts";

/** Whether the user says that something holds, or that it no longer does. */
export type Effect = "hold" | "drop";

/** One language in which the extractor understands plain statements. */
export interface Language {
  readonly setting: Setting;
  /**
   * The first sentences, by rough boundaries, in which this language may find something. Cheap: nothing is loaded for it.
   *
   * @param own - the message with other people's words blanked, at equal length
   */
  candidates(own: string, within: Stretch, limit: number): readonly Stretch[];
  /** Loads what candidates are read with. */
  load(): Promise<Reader>;
}

/**
 * Reads one candidate and gives what the user plainly says there, doubts weighed, without what is only asked, imagined,
 * told by others, past or meant in jest.
 *
 * @param own - the whole message, so that what stands around the candidate can be seen
 */
export type Reader = (own: string, candidate: Stretch) => readonly Statement[];

/** What one place of a message plainly says. */
export interface Statement {
  /** Dotted path of the field it teaches. */
  readonly field: string;
  readonly effect: Effect;
  /** What it says where that is no wording of the user: an option, a number. */
  readonly content?: Content;
  /** The words of the message that are the content. Absent with an absent content: everything that the field holds. */
  readonly words?: Stretch;
  /** The words that say it, the content included. */
  readonly core: Stretch;
  /** What may be quoted around them. */
  readonly sentence: Stretch;
}
