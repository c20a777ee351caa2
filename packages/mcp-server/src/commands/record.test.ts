import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as pause from "./pause.ts";
import * as record from "./record.ts";
import * as resume from "./resume.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

describe("record", () => {
  test("says what was recorded and learned, with the user's words", async () => {
    const { stdout } = await room.tell("User: My name is Ada.\nAssistant: Hello Ada.");
    expect(stdout).toMatch(/^Recorded 2 messages as conversation /);
    expect(stdout).toContain("+ name: Ada");
    expect(stdout).toContain("“My name is Ada.”");
  });

  test("learns nothing from what only the assistant said", async () => {
    expect((await room.tell("Assistant: My name is Ada.")).stdout).toContain("Nothing was learned from it yet.");
  });

  test("says that a conversation recorded twice is nothing new, and records only what it grew by", async () => {
    const opening = "User: My name is Ada.\n";
    await room.tell(opening, "--id", "a");
    expect((await room.tell(opening, "--id", "a")).stdout).toContain(
      "Nothing new: conversation a was recorded already.",
    );
    expect((await room.tell(`${opening}User: I live in Lisbon.\n`, "--id", "a")).stdout).toContain(
      "Recorded 1 message ",
    );
  });

  test("keeps nothing of a private conversation, and says so", async () => {
    const { stdout } = await room.tell("User: My name is Ada.", "--private", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ kept: 0, notKept: [{ reason: "private" }], learned: [] });
    expect(await room.shown()).toContain("Nothing is known yet");
  });

  test("says of a conversation from a pause that nothing of it was kept, and how it is kept now", async () => {
    const chat = "User: My name is Ada.\n";
    await room.call(pause);
    const paused = await room.tell(chat, "--id", "a");
    expect(paused.stdout).toMatch(/^Nothing of it was kept\.\nLearning is paused: /);
    expect(paused.stdout).not.toContain("yet");
    await room.call(resume);
    expect((await room.tell(chat, "--id", "a")).stdout).toMatch(
      /^Nothing new: conversation a is known, but nothing of it was kept, .*another --id to have it\s+kept\.$/s,
    );
    expect((await room.tell(chat, "--id", "b")).stdout).toContain("+ name: Ada");
  });

  test("says of a conversation that grew during a pause that it was recorded already", async () => {
    await room.tell("User: My name is Ada.\n", "--id", "a");
    await room.call(pause);
    const grown = "User: My name is Ada.\nUser: I live in Lisbon.\n";
    await room.tell(grown, "--id", "a");
    expect((await room.tell(grown, "--id", "a")).stdout).toContain("Nothing new: conversation a was recorded already.");
  });

  test("takes id and start from the file, and the options before them", async () => {
    const session = { id: "trip", startedAt: "2026-03-14", messages: [{ role: "user", text: "My name is Ada." }] };
    await room.tell(JSON.stringify(session));
    await room.tell(JSON.stringify(session), "--id", "other", "--started-at", "2026-04-01");
    const sessions = await room.personalizer.sessions("default");
    expect(sessions.map(({ id, startedAt, source }) => [id, startedAt, source])).toEqual([
      ["trip", "2026-03-14T00:00:00.000Z", "witnessed"],
      ["other", "2026-04-01T00:00:00.000Z", "witnessed"],
    ]);
  });

  test("names a file that cannot be read", async () => {
    await expect(room.call(record, ["/nowhere/chat.txt"])).rejects.toThrowError(/\/nowhere\/chat.txt cannot be read/);
  });
});
