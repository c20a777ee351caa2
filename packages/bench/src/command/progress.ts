import { Presets, SingleBar } from "cli-progress";

/** A bar with the time left on stderr, where a person watches; else nothing. */
export interface Progress {
  advance(count?: number): void;
  stop(): void;
}

export function openProgress(total: number, unit: string, { isShown }: { isShown: boolean }): Progress {
  if (!isShown) return { advance: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 50,
      format: `{bar} {value} of {total} ${unit}, {eta_formatted} left`,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: (count = 1) => bar.increment(count), stop: () => bar.stop() };
}
