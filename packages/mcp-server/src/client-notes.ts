import { type Client, noteClient } from "./clients.ts";
import type { StoreLocation } from "./location.ts";

/** A note is a file written; a program that calls all the time needs no more than one a minute. */
const NOTE_EVERY_MS = 60_000;

export interface ClientNotes {
  /** Notes a call, off the hot path: returns at once. */
  note(tool: string, client: Client | undefined): void;
  /** Resolves when what was noted is written. */
  settled(): Promise<void>;
}

/** Remembers on disk which program last read and recorded, for `lifelong doctor`. */
export function createClientNotes(
  location: StoreLocation,
  profile: string,
  { clock, onError }: { clock: () => Date; onError: (error: unknown) => void },
): ClientNotes {
  const notedAt = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  return {
    note(tool, client = { name: "unknown", version: "" }) {
      const what = { get_persona: "readAt", record_session: "recordedAt" }[tool];
      const now = clock();
      const key = JSON.stringify([what, client.name]);
      if (what === undefined || now.getTime() - (notedAt.get(key) ?? Number.NEGATIVE_INFINITY) < NOTE_EVERY_MS) return;
      notedAt.set(key, now.getTime());
      writing = writing
        .then(() => noteClient(location, { ...client, profile, [what]: now.toISOString() }))
        .catch(onError);
    },
    settled: () => writing,
  };
}
