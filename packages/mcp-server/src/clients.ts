import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { Low } from "lowdb";
import * as z from "zod";
import { jsonFile } from "./json-file.ts";
import { notesFolder, type StoreLocation } from "./location.ts";

/** A program that speaks to the server, as it names itself. */
export interface Client {
  readonly name: string;
  readonly version: string;
}

/** What a program last did with a profile. Times are ISO 8601 UTC. */
export interface ClientNote extends Client {
  readonly profile: string;
  readonly readAt?: string;
  readonly recordedAt?: string;
}

const notesSchema = z.object({
  clients: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      profile: z.string(),
      readAt: z.string().optional(),
      recordedAt: z.string().optional(),
    }),
  ),
});

/** Kept per store; the least recently seen fall out. */
const MOST_CLIENTS = 32;

/**
 * Which programs have used the data, the newest first. Empty when nothing was noted.
 *
 * @throws PersonaError `STORE_CORRUPT` when the notes are damaged, `STORE_UNAVAILABLE` when they are out of reach
 */
export async function readClients(location: StoreLocation): Promise<readonly ClientNote[]> {
  const clients = parseNotes(await openNotes(location));
  if (clients) return clients;
  throw new PersonaError(
    "STORE_CORRUPT",
    "The notes about which assistants use the data are damaged. They begin anew with the next call of an assistant; nothing else depends on them.",
  );
}

/**
 * Notes that a program has read or recorded: its name and when, never what. Best effort, since two processes that note
 * at the same moment keep one of the two. Damaged notes begin anew.
 */
export async function noteClient(location: StoreLocation, note: ClientNote): Promise<void> {
  await mkdir(notesFolder(location), { recursive: true, mode: 0o700 });
  const database = await openNotes(location);
  const clients = parseNotes(database) ?? [];
  const isSame = (other: ClientNote) => other.name === note.name && other.profile === note.profile;
  const merged = { ...clients.find(isSame), ...note };
  database.data = { clients: [merged, ...clients.filter((other) => !isSame(other))].slice(0, MOST_CLIENTS) };
  await database.write();
}

async function openNotes(location: StoreLocation): Promise<Low<unknown>> {
  const file = jsonFile(join(notesFolder(location), "clients.json"));
  const database = new Low<unknown>(file, { clients: [] });
  try {
    await database.read();
  } catch (error) {
    if (error instanceof SyntaxError) return new Low<unknown>(file, null);
    throw new PersonaError(
      "STORE_UNAVAILABLE",
      "The notes about which assistants use the data cannot be read. Check the permissions of clients.json in the folder of these notes.",
      { cause: error },
    );
  }
  return database;
}

/** Undefined when the file holds anything else. */
function parseNotes({ data }: Low<unknown>): readonly ClientNote[] | undefined {
  return notesSchema.safeParse(data).data?.clients;
}
