import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as show from "./show.ts";
import * as why from "./why.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

describe("show", () => {
  test("gives each value with its ground, its support and a quote", async () => {
    await room.tell("User: My name is Ada.");
    expect(await room.shown()).toMatch(/name\s+Ada\s+your words · 1 conversation\n\s+“My name is Ada.”/);
  });

  test("with --prompt gives the block alone, and its cost beside it", async () => {
    await room.tell("User: My name is Ada.");
    const { stdout, notes } = await room.call(show, ["--prompt"]);
    const { text, tokens } = await room.personalizer.getPersona("default");
    expect(stdout).toBe(text);
    expect(notes).toContain(`${tokens} tokens`);
  });

  test("keeps the block within --budget", async () => {
    await room.tell("User: My name is Ada. I live in Lisbon. I am allergic to peanuts. I like green tea.");
    const { stdout } = await room.call(show, ["--prompt", "--json", "--budget", "60"]);
    expect(JSON.parse(stdout).tokens).toBeLessThanOrEqual(60);
  });

  test("says that a budget is too small for any value, not that nothing is known", async () => {
    expect((await room.call(show, ["--prompt"])).notes).toBe("Nothing is known yet.");
    await room.tell("User: My name is Ada.");
    const { stdout, notes } = await room.call(show, ["--prompt", "--budget", "20"]);
    expect([stdout, notes]).toEqual([
      "",
      "No value fits into that budget: 1 value left out. Give a larger one with --budget.",
    ]);
  });

  test("in JSON gives the persona as it is held", async () => {
    await room.tell("User: My name is Ada.");
    expect(JSON.parse((await room.call(show, ["--json"])).stdout)).toEqual(
      (await room.personalizer.exportUser("default")).persona,
    );
  });
});

test("why shows the words behind a value, and the field may be named by its last word", async () => {
  await room.tell("User: My name is Ada.", "--id", "first");
  const { stdout } = await room.call(why, ["name"]);
  expect(stdout).toContain("Ada");
  expect(stdout).toContain("conversation first, message 1");
});

test("why names the fields that come nearest when it is given none that exists", async () => {
  await expect(room.call(why, ["nam"])).rejects.toThrowError(/There is no such field\. Near to it: name\./);
});

test("why says how an empty field is filled", async () => {
  expect((await room.call(why, ["diet"])).stdout).toMatch(
    /Nothing is held here\. .*:\n {2}lifelong edit --set diet=…\n/,
  );
});
