import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";

const request = z.object({
  stream: z.boolean().default(false),
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
});

/** What the model of the server says: a text, piece by piece, and for ever where it says so; a call; or an error. */
export type Said =
  | { readonly deltas: readonly string[]; readonly forever?: boolean }
  | { readonly call: { readonly name: string; readonly arguments: object } }
  | { readonly status: number };

/** A server on this machine that speaks OpenAI's chat completions, as a stream. */
export interface StreamingServer {
  readonly baseURL: string;
  /** The messages of each request, oldest first. */
  readonly asked: readonly (readonly { readonly role: string; readonly text: string }[])[];
  /** Streams that the client closed before their end. */
  readonly abandoned: () => number;
  close(): void;
}

/** @param answer - by the role and the text of the last message */
export async function openStreamingServer(answer: (role: string, text: string) => Said): Promise<StreamingServer> {
  const asked: { role: string; text: string }[][] = [];
  let abandoned = 0;
  const server = createServer(async (incoming, response) => {
    const { messages } = request.parse(await json(incoming));
    asked.push(messages.map(({ role, content }) => ({ role, text: content ?? "" })));
    const last = messages.at(-1);
    const said = answer(last?.role ?? "", last?.content ?? "");
    if ("status" in said) {
      response.writeHead(said.status, { "content-type": "application/json", "x-should-retry": "false" });
      response.end(JSON.stringify({ error: { message: "no" } }));
      return;
    }
    response.on("close", () => {
      if (!response.writableEnded) abandoned += 1;
    });
    await stream(response, said);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    abandoned: () => abandoned,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function stream(response: ServerResponse, said: Exclude<Said, { readonly status: number }>): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (delta: object, finish: string | null = null) =>
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`);
  if ("call" in said) {
    const { name, arguments: input } = said.call;
    send({ tool_calls: [{ index: 0, id: "call_1", function: { name, arguments: JSON.stringify(input) } }] });
    send({}, "tool_calls");
  } else {
    do {
      for (const content of said.deltas) {
        send({ content });
        await pause(2);
      }
    } while (said.forever && !response.destroyed);
    send({}, "stop");
  }
  response.end("data: [DONE]\n\n");
}
