import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientNotes } from "./client-notes.ts";
import { noteClient, readClients } from "./clients.ts";
import type { FolderLocation } from "./location.ts";

const DESKTOP = { name: "desktop", version: "1.0" };
const EDITOR = { name: "editor", version: "2.0" };

let location: FolderLocation;
let minutes: number;
const errors: unknown[] = [];
const clock = () => new Date(Date.UTC(2026, 2, 14, 12, minutes));

beforeEach(async () => {
  location = { scheme: "file", directory: await mkdtemp(join(tmpdir(), "lifelong-test-")) };
  minutes = 0;
  errors.length = 0;
});
afterEach(() => rm(location.directory, { recursive: true }));

test("keeps for each program and profile when it last read and recorded, the newest first", async () => {
  const notes = createClientNotes(location, "default", { clock, onError: (error) => errors.push(error) });
  notes.note("get_persona", DESKTOP);
  notes.note("optimize_persona", DESKTOP);
  minutes = 1;
  notes.note("record_session", EDITOR);
  minutes = 2;
  notes.note("record_session", DESKTOP);
  await notes.settled();
  const elsewhere = createClientNotes(location, "work", { clock, onError: (error) => errors.push(error) });
  elsewhere.note("get_persona", DESKTOP);
  await elsewhere.settled();
  expect(await readClients(location)).toEqual([
    { ...DESKTOP, profile: "work", readAt: "2026-03-14T12:02:00.000Z" },
    { ...DESKTOP, profile: "default", readAt: "2026-03-14T12:00:00.000Z", recordedAt: "2026-03-14T12:02:00.000Z" },
    { ...EDITOR, profile: "default", recordedAt: "2026-03-14T12:01:00.000Z" },
  ]);
  expect(errors).toEqual([]);
});

test("writes no more than once a minute for the same program and kind of call", async () => {
  const notes = createClientNotes(location, "default", { clock, onError: (error) => errors.push(error) });
  notes.note("get_persona", DESKTOP);
  await notes.settled();
  await rm(join(location.directory, "clients.json"));
  notes.note("get_persona", DESKTOP);
  await notes.settled();
  expect(await readClients(location)).toEqual([]);
});

test("begins anew where the notes are damaged", async () => {
  await writeFile(join(location.directory, "clients.json"), "{ torn");
  await expect(readClients(location)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  const notes = createClientNotes(location, "default", { clock, onError: (error) => errors.push(error) });
  notes.note("get_persona", DESKTOP);
  await notes.settled();
  expect(await readClients(location)).toMatchObject([DESKTOP]);
  expect(errors).toEqual([]);
});

test("reports notes that cannot be written, and goes on", async () => {
  await mkdir(join(location.directory, "clients.json"));
  const notes = createClientNotes(location, "default", { clock, onError: (error) => errors.push(error) });
  notes.note("get_persona", DESKTOP);
  await notes.settled();
  expect(errors).toMatchObject([{ code: "STORE_UNAVAILABLE" }]);
});

test("lets many programs note at once, leaves whole notes and no other file", async () => {
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      noteClient(location, { name: `program ${index}`, version: "1", profile: "default" }),
    ),
  );
  expect((await readClients(location)).length).toBeGreaterThan(0);
  expect(await readdir(location.directory)).toEqual(["clients.json"]);
});
