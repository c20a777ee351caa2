import * as z from "zod";
import type { Connection } from "./host.ts";

/** What a host said to the server. */
export interface Traffic {
  /** The protocol's revision that the two speak, such as `2026-07-28`; empty when they did not come to speak. */
  readonly revision: string;
  /** By which the host names itself. */
  readonly client: { readonly name: string; readonly version: string } | undefined;
  /** Methods that the host called, each once, in the order of the first call. */
  readonly methods: readonly string[];
}

/** A server for one host, with all that the host says to it kept. */
export interface TappedServer extends AsyncDisposable {
  readonly connection: Connection;
  traffic(): Promise<Traffic>;
}

const VERSION = "io.modelcontextprotocol/protocolVersion";
const CLIENT = "io.modelcontextprotocol/clientInfo";

const client = z.object({ name: z.string(), version: z.string() });
const request = z.object({
  method: z.string(),
  params: z
    .object({
      clientInfo: client.optional(),
      _meta: z.object({ [VERSION]: z.string().optional(), [CLIENT]: client.optional() }).optional(),
    })
    .optional(),
});

/**
 * @param messages - the host's, each as a line of JSON, oldest first
 * @param agreed - the revision that a handshake ended in; later revisions have no handshake, and name theirs in each call
 */
export function readTraffic(messages: readonly string[], agreed: string | undefined): Traffic {
  const asked = messages.flatMap((message) => request.safeParse(JSON.parse(message)).data ?? []);
  const params = asked.map((asking) => asking.params);
  return {
    revision: agreed ?? params.map((given) => given?._meta?.[VERSION]).find(Boolean) ?? "",
    client: params.map((given) => given?.clientInfo ?? given?._meta?.[CLIENT]).find(Boolean),
    methods: [...new Set(asked.map(({ method }) => method))],
  };
}
