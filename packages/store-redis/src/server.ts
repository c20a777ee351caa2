import * as z from "zod";
import type { RedisClient } from "./connection.ts";

/** One server that can be asked how it is set up. */
export interface Server {
  /** Host and port; absent where there is only one. */
  readonly address?: string;
  /** The value of one setting of `redis.conf`; undefined where the server has none of that name. */
  setting(name: string): Promise<string | undefined>;
  /** One section of INFO, by name. */
  section(name: string): Promise<ReadonlyMap<string, string>>;
}

/** What a client of node-redis has for it: one server's, a pool's and a Sentinel's. */
interface AskingClient {
  configGet(name: string): Promise<unknown>;
  info(section: string): Promise<unknown>;
}

/** The same of a cluster, of which each node has a client of its own. */
interface AskingCluster {
  readonly masters: readonly { readonly address: string }[];
  nodeClient(node: unknown): Promise<AskingClient>;
}

const settings = z.record(z.string(), z.string());

/** Every server that takes writes, as a client knows them; none where the client cannot ask. */
export async function serversOf(client: RedisClient): Promise<readonly Server[]> {
  if (isCluster(client)) {
    const { masters } = client;
    return Promise.all(
      masters.map(async (node) => ({ ...serverOf(await client.nodeClient(node)), address: node.address })),
    );
  }
  return isAsking(client) ? [serverOf(client)] : [];
}

function serverOf(client: AskingClient): Server {
  return {
    setting: async (name) => settings.parse({ ...Object(await client.configGet(name)) })[name],
    async section(name) {
      const lines = z
        .string()
        .parse(await client.info(name))
        .split(/\r?\n/);
      return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
    },
  };
}

function isCluster(client: object): client is AskingCluster {
  return "masters" in client && "nodeClient" in client;
}

function isAsking(client: object): client is AskingClient {
  return "configGet" in client && "info" in client;
}
