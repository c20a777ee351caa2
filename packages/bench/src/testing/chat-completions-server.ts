import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as z from "zod";

const requestSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
});

/** A service on this machine that speaks chat completions as OpenAI documents them, and says what a test has it say. */
export interface ChatCompletionsServer extends AsyncDisposable {
  /** As a location of `openai-compatible:`. */
  readonly location: string;
  /** Requests so far. */
  readonly count: () => number;
}

/** @param answer - gets all text of a request; a text, or the status of an error */
export async function openChatCompletionsServer(
  answer: (request: string) => string | number,
): Promise<ChatCompletionsServer> {
  let requests = 0;
  const server = createServer(async (request, response) => {
    const { messages } = requestSchema.parse(JSON.parse(await text(request)));
    requests += 1;
    const said = answer(messages.map(({ content }) => content ?? "").join("\n"));
    response.setHeader("content-type", "application/json");
    if (typeof said === "number") {
      response.statusCode = said;
      response.end(
        JSON.stringify({ error: { message: "no", type: "invalid_request_error", param: null, code: null } }),
      );
      return;
    }
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1_741_569_952,
        model: "local",
        choices: [{ index: 0, message: { role: "assistant", content: said }, finish_reason: "stop" }],
        usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
      }),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    location: `openai-compatible:http://127.0.0.1:${port}/v1#local`,
    count: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
