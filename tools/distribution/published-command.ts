import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import type { ServerCommand } from "../../packages/mcp-server/src/hosts/host.ts";

/** What starts the published server on any machine with Node. */
export const PUBLISHED_COMMAND: ServerCommand = { command: "npx", args: ["-y", packageJson.name, "serve"] };
