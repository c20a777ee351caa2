import { createInterface } from "node:readline/promises";
import { type LanguageModel, openModel } from "@lifelong/core";
import providers from "@lifelong/providers";
import type { BenchHouse } from "./bench-house.ts";

/** The terminal and the environment of this process. */
export function processHouse(environment: NodeJS.ProcessEnv): BenchHouse {
  const { stdin, stdout, stderr } = process;
  return {
    openModel: (location): Promise<LanguageModel> => openModel(location, { plugins: [providers], environment }),
    write: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    interactive: Boolean(stdin.isTTY && stderr.isTTY) && !environment.CI,
    async confirm(question) {
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
      } finally {
        prompt.close();
      }
    },
    show: showFile,
  };
}

/** Opens a file with what the platform opens such files with; where there is nothing, its path was told. */
export async function showFile(file: string): Promise<void> {
  const { default: open } = await import("open");
  const shown = await open(file).catch(() => undefined);
  shown?.on("error", () => {});
}
