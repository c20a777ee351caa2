import { expect, test } from "vitest";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import type { Connection } from "./host.ts";
import { openHostRoom } from "./host-room.ts";
import { ownTools } from "./model-stub.ts";
import { openStdioTap } from "./stdio-tap.ts";

const SLOW = [
  { host: claudeCode, args: [], does: "waits for it", tools: ["get_persona"] },
  { host: codex, args: required(true), does: "waits for it where it is required", tools: ["get_persona"] },
  { host: codex, args: required(false), does: "lets the model begin without it where it is not", tools: [] },
];

test.for(SLOW)(
  "of a server that takes three seconds to start: $host.name $does",
  async ({ host, args, tools }, { skip }) => {
    await using room = await openHostRoom();
    skip((await host.findVersion(room)) === undefined, `${host.name} is not installed for this machine`);
    skip(process.platform === "win32", "the server is made slow by a shell");
    await using model = await host.openModel(() => ({ say: "Hello." }));
    await using server = await openStdioTap(room);
    const { baseURL } = model;
    await host.visit(room, { baseURL, prompt: "Hello", connection: slowly(server.connection), args });
    expect(model.requests).toHaveLength(1);
    expect(model.requests.flatMap(ownTools).filter((name) => name === "get_persona")).toEqual(tools);
  },
);

function required(isRequired: boolean): readonly string[] {
  return ["-c", `mcp_servers.lifelong.required=${isRequired}`];
}

/** The same after three seconds. */
function slowly(connection: Connection): Connection {
  if (connection.type === "http") throw new Error("Only a server that the host starts can be slow to start.");
  const { command, args } = connection;
  return { ...connection, command: "/bin/sh", args: ["-c", 'sleep 3; exec "$0" "$@"', command, ...args] };
}
