import type { Character, Scene } from "./character.ts";

/**
 * An invented person who has scenes and no written conversations: for runs in which a simulated user has them, and for
 * nothing that replays or needs gold.
 */
export interface SceneCharacter extends Pick<Character, "id" | "language" | "profile"> {
  /** Absent where the data says no more than the profile. */
  readonly about?: string;
  readonly voice?: string;
  /** In the order in which they are had. */
  readonly scenes: readonly Scene[];
}
