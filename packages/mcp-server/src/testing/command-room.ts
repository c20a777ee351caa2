import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPersonalizer, instantPass, memoryStore, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import type { CommandModule } from "../command-context.ts";
import * as record from "../commands/record.ts";
import * as show from "../commands/show.ts";
import { type Called, type Calling, callCommand } from "./call-command.ts";

/** A library in memory and a folder, for the commands of one test. */
export interface CommandRoom {
  readonly directory: string;
  readonly personalizer: Personalizer;
  call(command: CommandModule, words?: readonly string[], calling?: Partial<Calling>): Promise<Called>;
  /** Records a conversation from a file, as a person would. */
  tell(text: string, ...words: readonly string[]): Promise<Called>;
  /** What `lifelong show` prints. */
  shown(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openRoom(): Promise<CommandRoom> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
  const call: CommandRoom["call"] = (command, words = [], calling = {}) =>
    callCommand(command, words, { personalizer, ...calling });
  return {
    directory,
    personalizer,
    call,
    async tell(text, ...words) {
      const file = join(directory, "chat.txt");
      await writeFile(file, text);
      return call(record, [file, ...words]);
    },
    shown: async () => (await call(show)).stdout,
    async [Symbol.asyncDispose]() {
      await personalizer.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
