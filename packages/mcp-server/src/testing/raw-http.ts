import { once } from "node:events";
import { type OutgoingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";

/** What came back over HTTP. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

/** One HTTP request, which may say what no client would: `fetch` sets some headers itself. */
export async function rawHttp(url: string | URL, { method = "POST", headers, body }: RawRequest): Promise<RawResponse> {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  return { status: incoming.statusCode, headers: incoming.headers, body: await text(incoming) };
}
