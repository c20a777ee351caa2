import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { excludedFolders } from "../excluded-folders.ts";
import { makeZip } from "../importing/__fixtures__/made-zip.ts";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import { readClaudeCode } from "../transcripts/claude-code.ts";
import { transcriptLines } from "../transcripts/transcript-lines.ts";
import * as importing from "./import.ts";
import * as pause from "./pause.ts";

const fixture = (name: string) => fileURLToPath(new URL(`../importing/__fixtures__/${name}`, import.meta.url));
const transcripts = (name: string) => fileURLToPath(new URL(`../transcripts/__fixtures__/${name}`, import.meta.url));

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(async () => {
  process.exitCode = undefined;
  await room[Symbol.asyncDispose]();
});

const call = async (...words: readonly string[]) => (await room.call(importing, words)).stdout;
const read = async (...words: readonly string[]) => JSON.parse(await call(...words, "--json"));
const sessions = () => room.personalizer.sessions("default");
const written = async (name: string, text: string | Uint8Array) => {
  const path = join(room.directory, name);
  await writeFile(path, text);
  return path;
};

describe("import", () => {
  test("takes of ChatGPT's export what was said on the branch that was seen last", async () => {
    const report = await read(fixture("chatgpt.json"));
    expect(report).toMatchObject({
      formats: { "ChatGPT export": 1 },
      leftOut: { empty: 1 },
      messagesLeftOut: { branch: 2, hidden: 1, instructions: 1, reasoning: 1, tool: 2, media: 1 },
      imported: { recorded: 1, duplicates: 0 },
    });
    expect(await sessions()).toMatchObject([
      {
        id: "chatgpt-67d41f18-0000-8000-0000-000000000001",
        startedAt: "2025-03-14T09:30:00.250Z",
        source: "witnessed",
        messages: [
          { role: "user", text: "My name is Ada." },
          { role: "assistant", text: "Hello Ada." },
          { role: "user", text: "I live in Lisbon." },
        ],
      },
    ]);
    expect(await room.shown()).toMatch(/Ada[\s\S]*Lisbon/);
  });

  test("takes of Claude's export what was typed, and nothing that was attached or thought", async () => {
    const report = await read(fixture("claude.json"));
    expect(report).toMatchObject({
      formats: { "Claude export": 1 },
      messagesLeftOut: { branch: 1, reasoning: 1, tool: 2, media: 2 },
    });
    expect(await sessions()).toMatchObject([
      {
        id: "claude-5d1f2c3e-0000-4000-8000-000000000001",
        startedAt: "2025-03-14T09:30:00.123Z",
        messages: [{ text: "My name is Ada." }, { text: "Hello Ada." }, { text: "I live in Lisbon." }],
      },
    ]);
  });

  test("takes JSON lines, with the users that they name where that is asked for", async () => {
    await read(fixture("plain.jsonl"), "--multi-user");
    expect(await sessions()).toEqual([]);
    expect(await room.personalizer.sessions("bob")).toMatchObject([{ id: "move", messages: [{ role: "user" }] }]);
    await read(fixture("plain.jsonl"));
    expect((await sessions()).map(({ id }) => id)).toEqual(["trip", "move"]);
    expect(await read(fixture("chatgpt.json"), "--multi-user")).toMatchObject({
      imported: { recorded: 0, failures: [{ sentence: expect.stringContaining("names no user") }] },
    });
  });

  test("takes a text, and gives it the time at which the file was changed", async () => {
    const path = await written("chat.txt", "User: My name is Ada.\nAssistant: Hello Ada.\n");
    await read(path);
    const [session] = await sessions();
    expect(session?.messages).toHaveLength(2);
    expect(Math.abs(Date.parse(session?.startedAt ?? "") - Date.now())).toBeLessThan(60_000);
  });

  test("takes a folder with the pieces of an export and with other files", async () => {
    const [one, two] = JSON.parse(await readFile(fixture("chatgpt.json"), "utf8"));
    await mkdir(join(room.directory, "export"));
    await written("export/conversations-000.json", JSON.stringify([one]));
    await written("export/conversations-001.json", JSON.stringify([two, { ...one, conversation_id: "other" }]));
    await written("export/user.json", JSON.stringify({ id: "user-1" }));
    expect(await read(join(room.directory, "export"))).toMatchObject({ imported: { recorded: 2 }, failures: [] });
  });

  test("takes an export out of its zip file, pieces in their order, and nothing else that is in it", async () => {
    const [one] = JSON.parse(await readFile(fixture("chatgpt.json"), "utf8"));
    const zip = makeZip({
      "export/conversations-001.json": JSON.stringify([{ ...one, conversation_id: "second" }]),
      "export/conversations-000.json": JSON.stringify([{ ...one, conversation_id: "first" }]),
      "export/chat.html": "<html>",
      "export/user.json": "{}",
    });
    const path = await written("export.zip", zip);
    expect(await read(path)).toMatchObject({ imported: { recorded: 2 }, failures: [] });
    expect((await sessions()).map(({ id }) => id)).toEqual(["chatgpt-first", "chatgpt-second"]);
    await expect(call(await written("cut.zip", zip.subarray(0, -30)))).rejects.toThrowError(/cut off or damaged/);
    await expect(call(await written("none.zip", makeZip({ "a.txt": "" })))).rejects.toThrowError(
      /holds no conversations.json/,
    );
  });

  test("reads nothing of an archive that unpacks to what no export does, or whose names lead out of it", async () => {
    const bomb = makeZip({ "conversations.json": "[]" }, 1_000_000_000);
    await expect(call(await written("bomb.zip", bomb))).rejects.toThrowError(/more than 200 times its size/);
    const path = await written("way.zip", makeZip({ "../../conversations.json": "[]" }));
    await expect(call(path)).rejects.toThrowError(/is a zip archive, but is cut off or damaged/);
  });

  test("ends at a value that does not end", async () => {
    const path = await written("endless.json", `[{"id": "${"x".repeat(101 * 1024 * 1024)}`);
    await expect(call(path)).rejects.toThrowError(/a single value of more than 100 MB/);
  });

  test("takes what people typed from transcripts of Claude Code and Codex, under the hosts' own ids", async () => {
    const report = await read(transcripts("claude-code-2.1.330"), transcripts("codex-0.169.0"));
    expect(Object.keys(report.formats).sort()).toEqual(["Claude Code transcript", "Codex transcript"]);
    expect(report).toMatchObject({ failures: [], leftOut: { unattended: expect.any(Number) } });
    const typed = await readClaudeCode(transcriptLines(join(transcripts("claude-code-2.1.330"), "typed.jsonl")));
    const ids = (await sessions()).map(({ id }) => id.split("~")[0]);
    expect(ids).toContain(typed?.sessionId);
  });

  test("obeys the folders that are left out", async () => {
    const typed = join(transcripts("claude-code-2.1.330"), "typed.jsonl");
    const { cwd = "" } = (await readClaudeCode(transcriptLines(typed))) ?? {};
    await excludedFolders(room.directory).add(cwd);
    const called = await room.call(importing, [typed, "--json"], { config: { elsewhere: room.directory } });
    expect(JSON.parse(called.stdout)).toMatchObject({ conversations: 0, leftOut: { excluded: 1 } });
    expect(await sessions()).toEqual([]);
  });

  test("takes nothing twice, and of a conversation that has grown only what is new", async () => {
    const path = await written("chats.json", JSON.stringify([chat("a", "My name is Ada.")]));
    await read(path);
    expect(await read(path)).toMatchObject({ imported: { recorded: 0, duplicates: 1 } });
    await writeFile(
      path,
      JSON.stringify([chat("a", "My name is Ada.", "I live in Lisbon."), chat("b", "Hello there.")]),
    );
    expect(await read(path)).toMatchObject({ imported: { recorded: 2, grown: 1, duplicates: 0 } });
    expect((await sessions()).map(({ messages }) => messages.length)).toEqual([2, 1]);
  });

  test("changes nothing in a dry run, and says what would come in", async () => {
    const stdout = await call(fixture("chatgpt.json"), "--dry-run");
    expect(stdout).toMatch(/1 conversation, 3 messages[\s\S]*from 2025-03-14 to 2025-03-14/);
    expect(stdout).toContain("1 conversation: nothing was said by a person");
    expect(stdout).toContain("Nothing was changed.");
    expect(await sessions()).toEqual([]);
  });

  test("takes those of the days that were named, both included", async () => {
    const chats = ["2025-03-13", "2025-03-14", "2025-03-15"].map((day) => ({
      ...chat(day, `On ${day} I said this.`),
      startedAt: `${day}T23:00:00Z`,
    }));
    const path = await written("chats.json", JSON.stringify(chats));
    const report = await read(path, "--since", "2025-03-14", "--until", "2025-03-14");
    expect(report).toMatchObject({ imported: { recorded: 1 }, leftOut: { dates: 2 } });
    expect((await sessions()).map(({ id }) => id)).toEqual(["2025-03-14"]);
    await expect(call(path, "--since", "2025-02-30")).rejects.toThrowError("--since takes a day, like 2026-03-14.");
  });

  test("imports nothing while learning is paused", async () => {
    await room.call(pause);
    await expect(call(fixture("claude.json"))).rejects.toThrowError(/paused, so nothing is imported.*lifelong resume/);
    expect(await sessions()).toEqual([]);
  });

  test("says before it starts what a deep pass takes, by the assistant and by a model", async () => {
    const { notes } = await room.call(importing, [fixture("claude.json")]);
    expect(notes.replace(/\s+/g, " ")).toMatch(
      /1 older conversation, only when asked for: your assistant's own model reads them in at most 1 brief .* or about 1 call, [\d.]+K tokens in all by `lifelong optimize --all` with --model/,
    );
    const learning = { model: "openai:gpt-5-mini", ceiling: { callsPerDay: 200 } };
    const configured = await room.call(importing, [fixture("claude.json")], { config: { learning } });
    expect(configured.notes.replace(/\s+/g, " ")).toContain(
      "1 older conversation, only by `lifelong optimize --all`: about 1 call,",
    );
  });

  test("cuts a conversation of more than 4 MB in pieces, and passes over a single message as long", async () => {
    const long = Array.from({ length: 5 }, (_, index) => `${index} ${"word ".repeat(200_000)}`);
    const path = await written(
      "chats.json",
      JSON.stringify([chat("long", ...long), chat("one", "word ".repeat(900_000))]),
    );
    expect(await read(path)).toMatchObject({ imported: { recorded: 2 }, leftOut: { "too-large": 1 } });
    expect((await sessions()).map(({ id }) => id)).toEqual(["long", "long~2"]);
    expect(await read(path)).toMatchObject({ imported: { recorded: 0, duplicates: 2 } });
  });

  test.each([
    ["chat.html", "<!DOCTYPE html><html></html>", /is a web page, not JSON.*conversations\.json/],
    ["empty.json", "  \n", /is empty/],
    ["notes.txt", "Some notes of mine.", /is a text, but none in which.*--memories/],
    ["user.json", '{"id":"user-1"}', /no conversations of a known form/],
    ["list.json", "[1, 2]", /items are no conversations of a known form/],
    ["picture.json", Buffer.from([1, 0, 2, 0]), /holds no text/],
    ["wide.json", Buffer.from("\uFEFF[]", "utf16le"), /is saved as UTF-16. Save it as UTF-8/],
    ["cut.zip", Buffer.from("PK\u0003\u0004 and no end", "latin1"), /is a zip archive, but is cut off or damaged/],
    ["cut.json", '{"messages": [', /looks like JSON, but is none/],
  ])("says of %s what it looks like and what to do", async (name, content, sentence) => {
    await expect(call(await written(name, content))).rejects.toThrowError(sentence);
  });

  test("takes what stands before the place where a file breaks off, and says so", async () => {
    const text = JSON.stringify([chat("a", "My name is Ada."), chat("b", "I live in Lisbon.")]);
    const path = await written("cut.json", text.slice(0, -20));
    const report = await read(path);
    expect(report).toMatchObject({
      imported: { recorded: 1 },
      failures: [{ sentence: expect.stringContaining("breaks off after 1 conversation") }],
    });
    expect(process.exitCode).toBe(1);
  });

  test("reads the other files where one of several is of no known form", async () => {
    await mkdir(join(room.directory, "mixed"));
    await copyFile(fixture("plain.jsonl"), join(room.directory, "mixed", "chats.jsonl"));
    await written("mixed/other.json", '{"a": 1}');
    const report = await read(join(room.directory, "mixed"));
    expect(report).toMatchObject({ imported: { recorded: 2 }, others: ["other.json"], failures: [] });
    expect(process.exitCode).toBeUndefined();
    expect(await read(fixture("plain.jsonl"), join(room.directory, "mixed", "other.json"))).toMatchObject({
      failures: [{ sentence: expect.stringContaining("no conversations of a known form") }],
    });
    expect(process.exitCode).toBe(1);
  });

  test("is not hindered by a conversation that cannot be as it is", async () => {
    const chats = [
      { ...chat("a", "Hello."), startedAt: "2999-01-01T00:00:00Z" },
      chat("closed:b", "Hello."),
      chat("c", "Hi."),
    ];
    const path = await written("chats.json", JSON.stringify(chats));
    expect(await read(path)).toMatchObject({ imported: { recorded: 1, leftOut: { refused: 2 } } });
    expect((await sessions()).map(({ id }) => id)).toEqual(["c"]);
  });

  test("counts lines that are no JSON, and reads the others", async () => {
    const path = await written("chats.jsonl", `${JSON.stringify(chat("a", "My name is Ada."))}\n{"id": \n{"a": 1}\n`);
    expect(await read(path)).toMatchObject({ imported: { recorded: 1 }, leftOut: { unreadable: 2 } });
  });

  test("names a path that is not there", async () => {
    await expect(call("/nowhere/export.zip")).rejects.toThrowError(/\/nowhere\/export.zip cannot be read/);
  });
});

function chat(id: string, ...said: readonly string[]) {
  return { id, startedAt: "2025-03-14T09:30:00Z", messages: said.map((text) => ({ role: "user", content: text })) };
}
