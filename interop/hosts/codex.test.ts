import { expect, test } from "vitest";
import { codex } from "./codex.ts";
import type { Connection } from "./host.ts";
import { openHostRoom } from "./host-room.ts";
import { ownTools } from "./model-stub.ts";
import { openStdioTap } from "./stdio-tap.ts";

test.for([
  [true, 5],
  [false, 0],
] as const)(
  "with required = %s, Codex shows its model %i tools of a server that is slow to start",
  async ([required, tools], { skip }) => {
    await using room = await openHostRoom();
    skip((await codex.findVersion(room)) === undefined, "Codex CLI is not installed for this machine");
    skip(process.platform === "win32", "the server is made slow by a shell");
    await using model = await codex.openModel(() => ({ say: "Hello." }));
    await using server = await openStdioTap(room);
    const args = ["-c", `mcp_servers.lifelong.required=${required}`];
    const { baseURL } = model;
    await codex.visit(room, { baseURL, prompt: "Hello", connection: slowly(server.connection), args });
    expect(model.requests.map((request) => ownTools(request).length)).toEqual([tools]);
  },
);

/** The same after three seconds. */
function slowly(connection: Connection): Connection {
  if (connection.type === "http") throw new Error("Only a server that the host starts can be slow to start.");
  const { command, args } = connection;
  return { ...connection, command: "/bin/sh", args: ["-c", 'sleep 3; exec "$0" "$@"', command, ...args] };
}
