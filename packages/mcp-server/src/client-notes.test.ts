import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientNotes } from "./client-notes.ts";
import { readClients } from "./clients.ts";
import type { StoreLocation } from "./location.ts";

const DESKTOP = { name: "desktop", version: "1.0" };
const EDITOR = { name: "editor", version: "2.0" };

let location: StoreLocation;
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

test("reports a file that cannot be read, and goes on", async () => {
  await writeFile(join(location.directory, "clients.json"), "{ torn");
  const notes = createClientNotes(location, "default", { clock, onError: (error) => errors.push(error) });
  notes.note("get_persona", DESKTOP);
  await notes.settled();
  expect(errors).toHaveLength(1);
});
