import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PersonaError } from "@lifelong/core";
import { type ImportFile, readHead } from "./import-file.ts";
import { EXPORTED, filesInZip, openZip } from "./zip-file.ts";

/** What is looked into in a folder that is no export. */
const READABLE = /\.(?:jsonl?|txt|zip)$/i;
const CHUNK_BYTES = 64 * 1024;
const ZIP = Buffer.from("PK\x03\x04", "latin1");

/** The files that were named, packed or in folders, ready to be read. */
export interface ImportSources extends AsyncDisposable {
  readonly files: readonly ImportFile[];
}

/**
 * Opens what was named: files, folders, zip archives, and `-` for stdin.
 *
 * @param stdin - what `-` stands for
 * @throws PersonaError `INVALID_INPUT` for what is not there or cannot be read
 */
export async function openSources(paths: readonly string[], stdin: Readable): Promise<ImportSources> {
  const handles: FileHandle[] = [];
  const close = async () => {
    for (const handle of handles) await handle.close();
  };
  const hold = (handle: FileHandle) => {
    handles.push(handle);
    return handle;
  };
  try {
    const files: ImportFile[] = [];
    for (const path of paths) {
      if (path === "-") files.push(...(await unpacked(hold(await spool(stdin)), "stdin", new Date())));
      else for (const file of await filesAt(path)) files.push(...(await openFile(file, path, hold)));
    }
    return { files, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openFile(path: string, named: string, hold: (handle: FileHandle) => FileHandle) {
  const isNamed = path === resolve(named);
  const name = isNamed ? named : path.slice(resolve(named).length + 1);
  try {
    const handle = await open(path, "r");
    const { mtime } = await handle.stat();
    const file = ofPath(path, name, mtime, isNamed || EXPORTED.test(name));
    const isZip = (await readHead(file, ZIP.length)).equals(ZIP);
    if (!isZip) {
      await handle.close();
      return [file];
    }
    return await unpacked(hold(handle), name, mtime);
  } catch (error) {
    throw unreadable(named, error);
  }
}

/** The file that is open, or those in it. */
async function unpacked(handle: FileHandle, name: string, changedAt: Date): Promise<readonly ImportFile[]> {
  const file: ImportFile = {
    name,
    changedAt,
    isNamed: true,
    open: async () => Readable.from(chunksOf(handle)),
  };
  if (!(await readHead(file, ZIP.length)).equals(ZIP)) return [file];
  const { size } = await handle.stat();
  return filesInZip(await openZip(handle.fd, name), name, size);
}

/** From the beginning, and without an end to the handle: a stream of Node's closes it. */
async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function ofPath(path: string, name: string, changedAt: Date, isNamed: boolean): ImportFile {
  return { name, changedAt, isNamed, open: async () => createReadStream(path) };
}

/** A file as it is; of a folder the export in it, else all that may hold conversations, links not followed. */
async function filesAt(named: string): Promise<readonly string[]> {
  const path = resolve(named);
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    const all = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
    const exported = all.filter((file) => EXPORTED.test(file.replaceAll(sep, "/")));
    const files = exported.length > 0 ? exported : all.filter((file) => READABLE.test(basename(file)));
    if (files.length > 0) return files;
  } catch (error) {
    throw unreadable(named, error);
  }
  throw new PersonaError(
    "INVALID_INPUT",
    `The folder ${named} holds no conversations.json, and no file that ends with .json, .jsonl, .txt or .zip.`,
  );
}

/** What comes on stdin, in a file without a name, so that it can be read more than once and leaves nothing behind. */
async function spool(stdin: Readable): Promise<FileHandle> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-"));
  const handle = await open(join(directory, "stdin"), "wx+", 0o600);
  try {
    // Where an open file cannot be unlinked, it goes when it is closed.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    await pipeline(stdin, handle.createWriteStream({ autoClose: false }));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function unreadable(named: string, cause: unknown): PersonaError {
  if (PersonaError.isInstance(cause)) return cause;
  return new PersonaError("INVALID_INPUT", `${named} cannot be read. Check its name and permissions.`, { cause });
}
