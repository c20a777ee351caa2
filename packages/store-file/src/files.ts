import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";

/** How a file is opened: `create` wants none of this name, all others an existing one. */
export type Opening = "read" | "sync" | "append" | "overwrite" | "create";

/**
 * Everything that the store asks of a file system; handed in, so that a test can make each function fail.
 *
 * Only the two that wait for the medium are asynchronous. The others touch the page cache: looking up a name takes 5 µs,
 * and 33 µs by way of the thread pool; and what runs in one turn of the event loop is not interleaved within the process.
 */
export interface FileFunctions {
  open(path: string, opening: Opening): number;
  close(file: number): void;
  /** Bytes read; fewer than the buffer holds at the end of the file. */
  read(file: number, buffer: Uint8Array, position: number): number;
  /** Bytes written, which may be fewer than given. At the end of a file opened to append; else at the position. */
  write(file: number, bytes: Uint8Array, position?: number): number;
  size(file: number): number;
  /** Resolves when the content is on the medium. */
  sync(file: number): Promise<void>;
  /** Resolves when the names in a folder are on the medium. */
  syncFolder(path: string): Promise<void>;
  /** Null when nothing has this name. A link is not followed: what it leads to is not ours to remove. */
  stat(path: string): { readonly size: number; readonly changedAt: number; readonly folder: boolean } | null;
  /** Whether a folder has this name; a link is followed. */
  isFolder(path: string): boolean;
  list(path: string): readonly string[];
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  removeFolder(path: string): void;
}

const FLAGS: Readonly<Record<Opening, string | number>> = {
  read: "r",
  // Windows brings to the medium only what may be written.
  sync: process.platform === "win32" ? "r+" : "r",
  // Without O_CREAT: a log is made with its folder, and never again after the folder has gone.
  append: constants.O_WRONLY | constants.O_APPEND,
  overwrite: "r+",
  create: "wx",
};

/** The file system of this machine. Files are made for their owner alone. */
export const nodeFiles: FileFunctions = {
  open: (path, opening) => openSync(path, FLAGS[opening], 0o600),
  close: closeSync,
  read: (file, buffer, position) => readSync(file, buffer, 0, buffer.length, position),
  write: (file, bytes, position) => writeSync(file, bytes, 0, bytes.length, position ?? null),
  size: (file) => fstatSync(file).size,
  sync: (file) => settle((done) => fdatasync(file, done)),
  async syncFolder(path) {
    // Windows cannot open a folder; there, names are as durable as the file system makes them.
    if (process.platform === "win32") return;
    const folder = openSync(path, "r");
    try {
      await settle((done) => fsync(folder, done));
    } finally {
      closeSync(folder);
    }
  },
  stat(path) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : { size: found.size, changedAt: found.mtimeMs, folder: found.isDirectory() };
  },
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  list: (path) => readdirSync(path),
  makeFolder: (path) => mkdirSync(path, { mode: 0o700 }),
  rename: renameSync,
  removeFile: unlinkSync,
  removeFolder: rmdirSync,
};

function settle(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error === null ? resolve() : reject(error))));
}
