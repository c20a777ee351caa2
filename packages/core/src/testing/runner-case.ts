import { randomUUID } from "node:crypto";
import type { UpdateRunner, UpdateWork } from "../runner.ts";

/** Opens one more runner, on the same queue where runners share one, and has it serve the work. */
export type OpenRunner = () => Promise<UpdateRunner>;

/** One fact that holds for every runner; `run` rejects where it does not. */
export interface RunnerContractCase {
  /** In the present tense. */
  readonly name: string;
  /** @param open - called several times within a case, which closes what it opened */
  run(open: OpenRunner): Promise<void>;
}

interface RunnerRoom {
  open(work: UpdateWork): Promise<UpdateRunner>;
  /** A user id that nobody else has. */
  user(): string;
}

/** A case that closes at its end what it opened. */
export function runnerCase(name: string, check: (room: RunnerRoom) => Promise<void>): RunnerContractCase {
  return {
    name,
    async run(open) {
      const opened: UpdateRunner[] = [];
      const room: RunnerRoom = {
        async open(work) {
          const runner = await open();
          opened.push(runner);
          runner.serve(work);
          return runner;
        },
        user: () => `user-${randomUUID()}`,
      };
      try {
        await check(room);
      } finally {
        for (const runner of opened) await runner.close({ pass: "instant", graceMs: 0 });
      }
    },
  };
}
