import * as z from "zod";

const VERSION = "io.modelcontextprotocol/protocolVersion";

const message = z.looseObject({
  method: z.string().optional(),
  params: z
    .looseObject({
      protocolVersion: z.string().optional(),
      _meta: z.looseObject({ [VERSION]: z.string().optional() }).optional(),
    })
    .optional(),
  result: z.looseObject({ protocolVersion: z.string().optional() }).optional(),
});

/** One JSON-RPC message that was seen on its way, in either direction. */
export type Message = z.infer<typeof message>;

/** A body or a line of JSON. Batches are not read: no revision since 2025-06-18 has them. */
export function readMessage(text: string): Message {
  return message.parse(JSON.parse(text));
}

/** How a client and the server came together, by what was seen between them. */
export interface Meeting {
  /** Method and protocol revision of the client's first message. */
  readonly first: string;
  /** The revision of its first tool call: named by the call itself, or agreed on before. */
  readonly protocol: string;
}

/**
 * @param sent - the client's messages, oldest first
 * @param agreed - the revision that a handshake ended in; undefined where there was none
 * @throws Error when no tool was called, or in a revision that nothing named
 */
export function meetingOf(sent: readonly Message[], agreed: string | undefined): Meeting {
  const [first] = sent;
  const call = sent.find(({ method }) => method === "tools/call");
  const protocol = call?.params?._meta?.[VERSION] ?? agreed;
  if (!first || !call || protocol === undefined) throw new Error("The client has called no tool in a known revision.");
  const offered = first.params?.protocolVersion ?? first.params?._meta?.[VERSION];
  return { first: [first.method, offered].filter((word) => word !== undefined).join(" "), protocol };
}
