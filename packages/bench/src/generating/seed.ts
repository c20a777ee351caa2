import type { Character, Scene } from "../dataset/character.ts";

/** A person as the later stages know them. */
export interface Person {
  readonly about: string;
  readonly voice: string;
  readonly profile: Character["profile"];
}

/** A scene as it is made: what it is, before anybody has said a word in it. */
export type BareScene = Pick<Scene, "description" | "context" | "tools">;

/** What a person says first in a scene, and what an answer made for them takes into account. */
export interface PersonalQuery {
  readonly query: string;
  readonly expected: string;
}

/** An invented person with one finished scene, from which others are made. */
export interface Seed extends Person {
  /** The person in a line. */
  readonly hint: string;
  readonly scene: BareScene;
  readonly personal: PersonalQuery;
  /** The same request without a trait of the person in it. */
  readonly neutral: string;
}
