import { expect, test } from "vitest";
import { codex } from "./codex.ts";
import { openHostRoom } from "./host-room.ts";
import type { Move } from "./model-stub.ts";
import { openStdioTap } from "./stdio-tap.ts";

const CALLS: readonly Move[] = [
  { tool: "get_persona", input: {} },
  {
    tool: "record_session",
    input: { messages: [{ role: "user", text: "Being a beekeeper I have plenty of honey." }] },
  },
  { tool: "optimize_persona", input: {} },
  { tool: "edit_persona", input: { commands: [{ kind: "set", field: "name", content: "Ada" }] } },
  { tool: "forget", input: { field: "name" } },
];
const UNASKED = ["get_persona", "record_session"];

/** Where nobody can be asked, Codex refuses the calls before which it would ask. */
test.for([
  { approved: [], asks: "by itself", unasked: UNASKED },
  { approved: ["optimize_persona"], asks: "with optimize_persona approved", unasked: [...UNASKED, "optimize_persona"] },
])("which tools Codex runs without asking, $asks", async ({ approved, unasked }, { skip }) => {
  await using room = await openHostRoom();
  skip((await codex.findVersion(room)) === undefined, "Codex CLI is not installed for this machine");
  await using model = await codex.openModel((answers) => CALLS[answers.length] ?? { say: "I tried." });
  await using server = await openStdioTap(room);
  const settings = [
    'default_tools_approval_mode="auto"',
    ...approved.map((tool) => `tools.${tool}.approval_mode="approve"`),
  ];
  const args = settings.flatMap((setting) => ["-c", `mcp_servers.lifelong.${setting}`]);
  await codex.visit(room, { baseURL: model.baseURL, prompt: "Hello", connection: server.connection, args });
  const refused = (model.requests.at(-1)?.answers ?? []).map((answer) => answer.includes("requires approval"));
  expect(refused).toHaveLength(CALLS.length);
  expect(CALLS.flatMap((call, index) => ("tool" in call && !refused[index] ? [call.tool] : []))).toEqual(unasked);
});
