import { nextStep } from "../../examples/agent-frameworks/scripted-model.ts";
import type { Server } from "../server/open-server.ts";

/** An MCP client that others have written, and how it is driven. */
export interface Client {
  /** As its readers know it; the mode in brackets where it has several. */
  readonly name: string;
  /** Its npm package, and the folder that depends on it. */
  readonly package: string;
  readonly dependent: "interop" | "examples";
  /**
   * Connects, plays the script of `nextStep` to its end, and closes.
   *
   * @returns what the tools answered, oldest first, as a model reads it
   */
  talk(server: Pick<Server, "way" | "directory">): Promise<readonly string[]>;
  /** The revisions that it may end in over stdio, where this depends on how soon the server answers. */
  readonly revisionsOverStdio?: readonly string[];
}

/** The text of one answer to one call. */
export type Call = (tool: string, input: Record<string, unknown>) => Promise<string>;

/** Plays the script with a client that only calls: there is no agent in which a model could stand. */
export async function playScript(call: Call): Promise<readonly string[]> {
  const answers: string[] = [];
  for (;;) {
    const step = nextStep(answers);
    if ("say" in step) return answers;
    answers.push(await call(step.tool, { ...step.input }));
  }
}
