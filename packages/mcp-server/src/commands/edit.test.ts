import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as edit from "./edit.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

describe("edit", () => {
  test("sets, removes, locks and unlocks in the order of the options", async () => {
    await room.call(edit, ["--set", "likes=tea", "--set", "likes=coffee", "--remove", "likes=tea", "--lock", "likes"]);
    const { state } = await room.personalizer.why("default", "likes");
    expect(state).toMatchObject({ locked: true, values: [{ content: "coffee", basis: "user" }] });
    await room.call(edit, ["--unlock", "likes"]);
    expect((await room.personalizer.why("default", "likes")).state.locked).toBeUndefined();
  });

  test("says what a field takes when the value does not fit", async () => {
    await expect(room.call(edit, ["--set", "age=old"])).rejects.toThrowError("The field “age” takes a number.");
  });

  test("turns what was changed in the editor into commands", async () => {
    await room.call(edit, ["--set", "name=Ada", "--set", "likes=tea"]);
    const editor = await writeEditor(
      'text.replace("Ada", "Grace").replace("likes: tea\\n", "likes: coffee\\nlocation: Lisbon\\n")',
    );
    await room.call(edit, [], { config: { editor } });
    const held = await room.personalizer.getPersona("default");
    expect(held.values.map(({ field, content }) => `${field}: ${content}`).toSorted()).toEqual([
      "demographics.name: Grace",
      "likes: coffee",
      "location: Lisbon",
    ]);
  });

  test("changes nothing when the text was left as it is", async () => {
    await room.call(edit, ["--set", "name=Ada"]);
    const editor = await writeEditor("text");
    expect((await room.call(edit, [], { config: { editor } })).notes).toBe("Nothing changed.");
    expect((await room.personalizer.status("default")).head?.revision).toBe(1);
  });

  test("opens the editor again with what was wrong, so that nothing typed is lost", async () => {
    const editor = await writeEditor('text.startsWith("# Line") ? "name: Ada" : "name is Ada"');
    await room.call(edit, [], { config: { editor } });
    expect((await room.personalizer.getPersona("default")).values).toMatchObject([{ content: "Ada" }]);
  });
});

/** An editor that replaces the text by what the expression makes of it. */
async function writeEditor(expression: string): Promise<string> {
  const script = join(room.directory, "editor.mjs");
  await writeFile(
    script,
    `import { readFileSync, writeFileSync } from "node:fs";
    const text = readFileSync(process.argv[2], "utf8");
    writeFileSync(process.argv[2], ${expression});`,
  );
  return `"${process.execPath}" "${script}"`;
}
