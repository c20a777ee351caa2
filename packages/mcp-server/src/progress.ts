import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "./terminal.ts";

/** Without a terminal, so many lines are written on the way. */
const LINES = 10;

/** How far a long piece of work has come, on stderr. */
export interface Progress {
  /** One more is done. */
  step(): void;
  end(): void;
}

/** A bar for a person, a line now and then for anybody else. */
export function openProgress(terminal: Terminal, what: string, total: number): Progress {
  let done = 0;
  if (!process.stderr.isTTY) {
    const every = Math.max(1, Math.ceil(total / LINES));
    return {
      step() {
        done += 1;
        if (done % every === 0) terminal.note(`${done} of ${total} ${what}`);
      },
      end() {},
    };
  }
  const bar = new SingleBar(
    { format: `{bar} {value}/{total} ${what}, {eta_formatted} to go`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    step() {
      done += 1;
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}
