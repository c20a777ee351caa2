import { expect, test } from "vitest";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { KNOWN } from "./conversation.ts";
import { gemini } from "./gemini.ts";
import { openHostRoom } from "./host-room.ts";
import { openStdioTap } from "./stdio-tap.ts";

const ALONE = [
  { host: claudeCode, does: "answers the question with no", outcome: /"outcome":"kept"/ },
  { host: codex, does: "answers the question with no", outcome: /"outcome":"kept"/ },
  { host: gemini, does: "has its model ask the person", outcome: /^outcome: confirmation-wanted$/m },
];

test.for(ALONE)(
  "where nobody sits there, nothing is forgotten: $host.name $does",
  async ({ host, outcome }, { skip }) => {
    await using room = await openHostRoom();
    skip((await host.findVersion(room)) === undefined, `${host.name} is not installed for this machine`);
    await room.lifelong("edit", "--set", KNOWN.option);
    await using model = await host.openModel((answers) =>
      answers.length === 0 ? { tool: "forget", input: { everything: true } } : { say: "I tried." },
    );
    await using server = await openStdioTap(room);
    const { baseURL } = model;
    await host.visit(room, { baseURL, prompt: "Forget me.", connection: server.connection });
    expect(model.requests.at(-1)?.answers).toEqual([expect.stringMatching(outcome)]);
    expect(await room.lifelong("show", "--prompt")).toContain(KNOWN.line);
  },
);
