import type { Character, Scene } from "./character.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

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

/**
 * The same for a live run: a scene a week, the first one on that day, and measured by the profile, as in the paper.
 *
 * @param start - ISO 8601
 */
export function asCharacter({ scenes, about, voice, ...person }: SceneCharacter, start: string): Character {
  return {
    ...person,
    about: about ?? "",
    voice: voice ?? "",
    consents: [],
    measuredBy: "profile",
    episodes: scenes.map((scene, index) => ({
      id: `s${String(index + 1).padStart(2, "0")}`,
      startedAt: new Date(Date.parse(start) + index * WEEK_MS).toISOString(),
      traits: ["plain"],
      scene,
      messages: [],
      gold: [],
      traps: [],
    })),
  };
}
