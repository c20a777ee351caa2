import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

export interface Worker {
  readonly process: ChildProcess;
  /** Resolves when it has said this word, or has ended. */
  says(word: string): Promise<void>;
  /** What was acknowledged, as lists of words; resolves when the process has ended. */
  readonly said: Promise<readonly (readonly string[])[]>;
}

const WORKER = new URL("worker.ts", import.meta.url);

/** Makes one file of a worker and all that it imports. From its sources it starts five times as slowly. */
export async function buildWorker(directory: string, source: URL = WORKER): Promise<string> {
  const file = join(directory, "worker.mjs");
  const output = { file, format: "esm", codeSplitting: false } as const;
  await build({ input: fileURLToPath(source), platform: "node", logLevel: "silent", output });
  return file;
}

/** Starts a process that writes to a store. It ends by itself after so many rounds. */
export function runWorker(
  { worker: file, directory }: { readonly worker: string; readonly directory: string },
  userId: string,
  name: string,
  { rounds, task }: { rounds: number; task: "record" | "forget" },
): Worker {
  const worker = spawn(process.execPath, [file, directory, userId, name, String(rounds), task], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { NODE_COMPILE_CACHE: `${file}.code` },
  });
  let text = "";
  worker.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      worker.stdout.on("data", () => text.includes(word) && resolve());
      worker.on("close", () => resolve());
    });
  const said = new Promise<readonly (readonly string[])[]>((resolve) => {
    worker.on("close", () =>
      resolve(
        text
          .split("\n")
          .map((line) => line.split(" "))
          .filter(([word]) => word !== ""),
      ),
    );
  });
  return { process: worker, says, said };
}
