import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Compiled code of the worker: without it, starting takes longer than most of them live. */
const COMPILED = join(tmpdir(), "lifelong-worker-code");
const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));

export interface Worker {
  readonly process: ChildProcess;
  /** Resolves when it has said this word, or has ended. */
  says(word: string): Promise<void>;
  /** What was acknowledged, as lists of words; resolves when the process has ended. */
  readonly said: Promise<readonly (readonly string[])[]>;
}

/** Starts a process that writes to a store. It ends by itself after so many rounds. */
export function runWorker(
  directory: string,
  userId: string,
  name: string,
  { rounds, task }: { rounds: number; task: "record" | "forget" },
): Worker {
  const worker = spawn(process.execPath, [WORKER, directory, userId, name, String(rounds), task], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { NODE_COMPILE_CACHE: COMPILED },
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
