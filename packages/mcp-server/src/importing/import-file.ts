import type { Readable } from "node:stream";
import { PersonaError } from "@lifelong/core";

/** A file with something to import. */
export interface ImportFile {
  /** As it is named to the user. */
  readonly name: string;
  /** When it was last changed: the best that is known of when a conversation began that does not say. */
  readonly changedAt: Date;
  /** False: it was found in a folder, and may be something else. */
  readonly isNamed: boolean;
  /** From its beginning, as often as it is asked for. */
  open(): Promise<Readable>;
}

/** The first bytes of a file. */
export async function readHead(file: ImportFile, length: number): Promise<Buffer> {
  const stream = await file.open();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= length) break;
    }
  } catch (error) {
    throw cutOff(file, error);
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** What the system or the archive says of a file that cannot be read on. */
export function cutOff({ name }: ImportFile, error: unknown): PersonaError {
  if (PersonaError.isInstance(error)) return error;
  return new PersonaError(
    "INVALID_INPUT",
    `${name} cannot be read to its end. It may be cut off or damaged: download it again, and import that.`,
    { cause: error },
  );
}
