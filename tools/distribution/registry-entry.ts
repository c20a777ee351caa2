import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import { IMPLEMENTATION } from "../../packages/mcp-server/src/implementation.ts";
import { PUBLISHED_COMMAND } from "./published-command.ts";
import { settings } from "./settings.ts";

/** A bundle that lies where everybody can fetch it. */
export interface PublishedBundle {
  readonly url: string;
  /** Of the file, as lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * `server.json`: what the MCP registry says of the server. Its name is `mcpName` of the package, by which the registry knows
 * that the package's owner is the entry's.
 */
export function registryEntry(bundle?: PublishedBundle): object {
  const { mcpName: name, description, version } = packageJson;
  const { title } = IMPLEMENTATION;
  const [, identifier, ...args] = PUBLISHED_COMMAND.args;
  const npm = {
    registryType: "npm",
    identifier,
    version,
    runtimeHint: PUBLISHED_COMMAND.command,
    transport: { type: "stdio" },
    packageArguments: args.map((value) => ({ type: "positional", value })),
    environmentVariables: settings.flatMap(({ variables, description, sensitive = false }) =>
      variables.map((variable) => ({ name: variable, description, isRequired: false, isSecret: sensitive })),
    ),
  };
  const mcpb = bundle && {
    registryType: "mcpb",
    identifier: bundle.url,
    version,
    fileSha256: bundle.sha256,
    transport: { type: "stdio" },
  };
  return {
    $schema: "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    name,
    title,
    description,
    version,
    packages: mcpb ? [npm, mcpb] : [npm],
  };
}
