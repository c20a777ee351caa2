const REFUSED = -32_000;
const NOT_FOUND = -32_001;

/** What MCP clients read: an error of JSON-RPC, with the HTTP status that says the same. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  code: number = status === 404 ? NOT_FOUND : REFUSED,
): Response {
  return Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status, headers });
}
