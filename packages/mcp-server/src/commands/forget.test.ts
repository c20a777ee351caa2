import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as forget from "./forget.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

describe("forget", () => {
  test("takes a value away for good, and prints the receipt", async () => {
    await room.tell("User: My name is Ada. I live in Lisbon.");
    const { stdout } = await room.call(forget, ["location", "--yes"]);
    expect(stdout).toMatch(/^Forgotten for good: 1 value/);
    expect(JSON.stringify(await room.personalizer.exportUser("default"))).not.toContain("Lisbon");
  });

  test("takes a conversation away, and everything", async () => {
    await room.tell("User: My name is Ada.", "--id", "a");
    expect(JSON.parse((await room.call(forget, ["--session", "a", "--yes", "--json"])).stdout)).toMatchObject({
      sessions: 1,
    });
    await room.tell("User: My name is Ada.", "--id", "b");
    await room.call(forget, ["--everything", "--yes"]);
    expect((await room.personalizer.status("default")).head).toBeNull();
  });

  test("asks first, and leaves everything as it is without a clear yes", async () => {
    await room.tell("User: My name is Ada.");
    expect((await room.call(forget, ["name"], { confirms: false })).notes).toBe("Nothing was forgotten.");
    expect(await room.shown()).toContain("Ada");
    await room.call(forget, ["name"], { confirms: true });
    expect(await room.shown()).not.toContain("Ada");
  });

  test("calls a field as show does, in the question and in the receipt", async () => {
    await room.tell("User: My name is Ada.");
    const asked: string[] = [];
    const { stdout } = await room.call(forget, ["demographics.name"], { confirms: true, asked });
    expect(asked).toEqual(["Forget all that “name” holds and held for good?"]);
    expect(stdout).toMatch(/will not teach “name”\s+again/);
  });

  test("refuses where nobody can be asked, and where not exactly one thing is named", async () => {
    await expect(room.call(forget, ["name"])).rejects.toThrowError(/add --yes/);
    await expect(room.call(forget, ["--yes"])).rejects.toThrowError(/Name one thing/);
    await expect(room.call(forget, ["name", "--everything", "--yes"])).rejects.toThrowError(/Name one thing/);
  });
});
