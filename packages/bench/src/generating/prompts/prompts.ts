import type { BareScene, Person, PersonalQuery, Seed } from "../seed.ts";

/** A task and what it is about. */
export interface Prompt {
  /** Who the model is and what the answer looks like: the same for every item of a stage. */
  readonly system: string;
  readonly user: string;
}

/** Everything that is said to a model while characters are made, in one language. */
export interface GenerationPrompts {
  /** With version; another text is another id. */
  readonly id: string;
  /** Occasions that many people turn to an assistant for. */
  readonly occasions: readonly string[];
  /** New people in a line each, unlike those that there are. */
  hints(count: number, known: readonly string[]): Prompt;
  /** A whole person of a hint. `fields` says which fields there are, a line each. */
  person(hint: string, fields: string, examples: readonly Seed[]): Prompt;
  /** Scenes in which the person turns to an assistant: on given occasions, or such as only this person has. */
  scenes(person: Person, count: number, occasions?: readonly string[]): Prompt;
  /** What the person says first. */
  query(person: Person, scene: BareScene): Prompt;
  /** The same request as anybody could make it. */
  neutral(person: Person, scene: BareScene, personal: PersonalQuery): Prompt;
  /** Whether it can be answered at all. */
  answerable(scene: BareScene, query: string, expected: string): Prompt;
  /** Why an answer is asked for once more. */
  again(problem: string): string;
  readonly problems: {
    readonly noJson: string;
    /** What does not fit, as a list of places. */
    misfit(places: string): string;
    leak(words: readonly string[]): string;
    count(wanted: number): string;
  };
}

/** A person in lines: who, how they write, and field by field. */
export function personText({ about, voice, profile }: Person): string {
  const lines = Object.entries(profile).map(([field, held]) => `${field}: ${[held].flat().join("; ")}`);
  return [about, voice, ...lines].join("\n");
}

export function sceneText({ description, context, tools }: BareScene): string {
  const calls = tools.map((tool) => `${tool.name}(${Object.keys(tool.parameters).join(", ")}): ${tool.description}`);
  return [description, context, ...calls].join("\n");
}

/** A person in the form in which one is asked for. */
export function personJson({ about, voice, profile }: Person): string {
  const entries = Object.entries(profile).flatMap(([field, held]) =>
    [held].flat().map((content) => ({ field, content: String(content) })),
  );
  return JSON.stringify({ about, voice, profile: entries });
}

/** Scenes in the form in which they are asked for. */
export function scenesJson(scenes: readonly BareScene[]): string {
  return JSON.stringify({
    scenes: scenes.map(({ description, context, tools }) => ({
      description,
      context,
      tools: tools.map(({ parameters, ...tool }) => ({
        ...tool,
        parameters: Object.entries(parameters).map(([name, meaning]) => ({ name, meaning })),
      })),
    })),
  });
}
