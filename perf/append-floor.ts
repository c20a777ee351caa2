import { closeSync, constants, fdatasync, openSync, writeSync } from "node:fs";
import { time } from "./samples.ts";

/** What the medium asks for keeping some bytes, with nothing around it: the least that a durable record can cost. */
export interface AppendFloor {
  /** Append and fdatasync on a file that stays open, in milliseconds. */
  bare(bytes: number): Promise<number>;
  /** Open, append, fdatasync, close. */
  opened(bytes: number): Promise<number>;
  close(): void;
}

export function createAppendFloor(path: string): AppendFloor {
  const file = openSync(path, "a");
  closeSync(openSync(`${path}-opened`, "a"));
  return {
    bare: (bytes) =>
      time(() => {
        writeSync(file, Buffer.alloc(bytes, 97));
        return synced(file);
      }),
    opened: (bytes) =>
      time(async () => {
        const opened = openSync(`${path}-opened`, constants.O_WRONLY | constants.O_APPEND);
        writeSync(opened, Buffer.alloc(bytes, 97));
        await synced(opened);
        closeSync(opened);
      }),
    close: () => closeSync(file),
  };
}

function synced(file: number): Promise<void> {
  return new Promise((resolve, reject) => fdatasync(file, (error) => (error === null ? resolve() : reject(error))));
}
