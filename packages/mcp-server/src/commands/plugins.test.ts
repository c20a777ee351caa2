import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import { plainStyle } from "../view/layout.ts";
import { viewPlugins } from "../view/plugins-view.ts";
import * as plugins from "./plugins.ts";

let room: CommandRoom;
let theirs: string;
beforeEach(async () => {
  room = await openRoom();
  theirs = join(room.directory, "theirs.mjs");
  await writeFile(
    theirs,
    `const make = () => { throw new Error("made"); };
     export default { name: "theirs", apiVersion: 1, stores: { own: make }, models: { openai: make }, later: { soon: make } };`,
  );
});
afterEach(() => room[Symbol.asyncDispose]());

test("plugins lists what comes with the command, what is named and what is well known, with all they offer", async () => {
  const { stdout } = await room.call(plugins, ["--json"], { config: { plugins: [theirs] } });
  const listed: { name: string }[] = JSON.parse(stdout);
  expect(listed).toContainEqual({
    name: "theirs",
    origin: "named",
    path: theirs,
    offers: { stores: ["own"], models: ["openai"], later: ["soon"] },
  });
  expect(listed).toContainEqual({ name: "@lifelong/store-file", origin: "built-in", offers: { stores: ["file"] } });
  expect(listed.map(({ name }) => name)).toContain("@lifelong/providers");
  expect(listed.at(-1)).toMatchObject({ origin: "known", offers: { stores: expect.arrayContaining(["redis"]) } });
});

test("plugins shows the path of each, and which two claim a scheme", async () => {
  const { stdout } = await room.call(plugins, [], { config: { plugins: [theirs] } });
  expect(stdout).toMatch(
    new RegExp(`^theirs · named\\n  stores +own\\n  models +openai\\n  later +soon\\n  ${theirs}$`, "m"),
  );
  expect(stdout.replace(/\s+/g, " ")).toContain(
    '"@lifelong/providers" and "theirs" both offer models of the scheme "openai". Leave one of them out.',
  );
});

test("plugins says what installs a well-known one that is missing", () => {
  const missing = {
    name: "@known/store",
    origin: "known" as const,
    install: "npm install it",
    offers: { stores: ["own"] },
  };
  expect(viewPlugins([missing], { width: 80, style: plainStyle })).toBe(
    "@known/store · not installed\n  stores      own\n  npm install it\n",
  );
});
