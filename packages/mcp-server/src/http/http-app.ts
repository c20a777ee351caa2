import type { HttpBindings } from "@hono/node-server";
import { PersonaError } from "@lifelong/core";
import {
  bearerAuthChallengeResponse,
  hostHeaderValidationResponse,
  isJsonContentType,
  isLegacyRequest,
  OAuthError,
  OAuthErrorCode,
  originValidationResponse,
  PARSE_ERROR,
  readRequestBody,
} from "@modelcontextprotocol/server";
import { type Context, Hono } from "hono";
import { actingUser, USER_HEADER } from "./acting-user.ts";
import { readGrant, type Verify } from "./grant.ts";
import type { LegacyLeg } from "./legacy-leg.ts";
import type { Exchange, ModernLeg } from "./modern-leg.ts";
import { createProtectedResource } from "./protected-resource.ts";
import type { RateLimit } from "./rate-limit.ts";
import { refuse } from "./refuse.ts";
import { type AskedFor, requestsIn } from "./requests-in.ts";
import { SCOPES, scopesFor, widened } from "./scopes.ts";
import type { ExchangeKind, Traffic } from "./traffic.ts";

/** Where clients of MCP speak to the server. */
export const ENDPOINT = "/mcp";

const METHODS = ["POST", "GET", "DELETE"];

/** What the app works with. */
export interface HttpParts {
  readonly verify: Verify;
  /** Host names, without port, under which the server may be addressed, and from whose pages. */
  readonly hostnames: readonly string[];
  /** Where tokens come from, for those who have none; absent: from the operator. */
  readonly oauth?: { readonly resource: URL; readonly issuer: string };
  readonly multiUser: boolean;
  readonly modern: ModernLeg;
  readonly legacy: LegacyLeg;
  readonly traffic: Traffic;
  readonly rateLimit: RateLimit;
  /** Longest body of a request, bytes. */
  readonly maxBodyBytes: number;
  /** Throws when the store cannot be asked. */
  readonly ready: () => Promise<void>;
  /** True once the server has been asked to end. */
  readonly isEnding: () => boolean;
  /** Gets the errors that are not the caller's, for a log. */
  readonly onError: (error: unknown) => void;
}

type Env = { Bindings: HttpBindings };

/** All that is answered over HTTP, guards first: an answer of theirs costs no look at token, body or store. */
export function createHttpApp(parts: HttpParts): Hono<Env> {
  const { hostnames, isEnding, ready, oauth, onError } = parts;
  const app = new Hono<Env>();
  const resource = oauth && createProtectedResource(oauth);

  app.use(async (context, next) => {
    await next();
    context.header("X-Content-Type-Options", "nosniff");
    if (!context.res.headers.has("Cache-Control")) context.header("Cache-Control", "no-store");
  });
  // Asked by address, not by name, and telling nothing.
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    if (isEnding()) return context.json({ status: "ending" }, 503);
    try {
      await ready();
      return context.json({ status: "ok" });
    } catch (error) {
      onError(error);
      return context.json({ status: "the store cannot be reached" }, 503);
    }
  });
  app.use(async ({ req }, next) => {
    const allowed = [...hostnames];
    return (
      hostHeaderValidationResponse(req.raw, allowed) ?? originValidationResponse(req.raw, allowed) ?? (await next())
    );
  });
  if (resource) for (const path of resource.paths) app.get(path, (context) => context.json(resource.metadata));
  app.all(ENDPOINT, async (context) => {
    if (!METHODS.includes(context.req.method)) {
      return refuse(405, "The endpoint takes POST, GET and DELETE.", { Allow: METHODS.join(", ") });
    }
    try {
      return await answer(context, parts);
    } catch (error) {
      return explain(error, resource?.metadataUrl);
    }
  });
  app.notFound(() => refuse(404, `There is nothing here. The MCP endpoint is ${ENDPOINT}.`));
  app.onError((error) => {
    onError(error);
    return refuse(500, "Something went wrong inside Lifelong; its log on stderr says more.");
  });
  return app;
}

async function answer({ req, env }: Context<Env>, parts: HttpParts): Promise<Response> {
  const { verify, multiUser, traffic, rateLimit, maxBodyBytes, isEnding, modern, legacy } = parts;
  const grant = await readGrant(req.header("Authorization"), verify);
  const userId = actingUser(grant, req.header(USER_HEADER), { multiUser });
  const seconds = await rateLimit(userId);
  if (seconds > 0) return refuse(429, "Too many requests. Call again later.", { "Retry-After": String(seconds) });

  const body = req.method === "POST" ? await readBody(req.raw, maxBodyBytes) : undefined;
  if (body instanceof Response) return body;
  const requests = requestsIn(body);
  const needed = scopesFor(requests).filter((scope) => !grant.scopes.includes(scope));
  if (needed.length > 0) throw new MissingScopes(widened(grant.scopes, needed));

  const kind = kindOf(req.method, requests);
  if (isEnding() && kind !== "answer") {
    return refuse(503, "The server is ending. Call again.", { Connection: "close", "Retry-After": "1" });
  }
  const end = traffic.begin(userId, kind === "stream" ? "stream" : "call");
  if (!end) return refuse(429, "Too many requests at once. Wait for an answer first.", { "Retry-After": "1" });
  env.outgoing.once("close", end);
  const exchange: Exchange = {
    userId,
    request: withoutToken(req.raw),
    body,
    onEnd: (listener) => void env.outgoing.once("close", listener),
  };
  return (await isLegacyRequest(exchange.request, body)) ? legacy.handle(exchange) : modern.handle(exchange);
}

/** What goes on to servers and tools: they need no token, and cannot pass on what they do not have. */
function withoutToken({ url, method, headers, signal }: Request): Request {
  const kept = new Headers(headers);
  kept.delete("Authorization");
  return new Request(url, { method, headers: kept, signal });
}

/** The body as JSON, or why it is not taken. */
async function readBody(request: Request, maxBytes: number): Promise<unknown> {
  if (!isJsonContentType(request.headers.get("Content-Type"))) {
    return refuse(415, "Send JSON, with Content-Type: application/json.");
  }
  // Who leaves in the middle gets no answer, and is no fault of ours.
  const read = await readRequestBody(request, maxBytes).catch(() => undefined);
  if (!read) return refuse(400, "The body has no end.");
  if (read.tooLarge) {
    return refuse(413, `A request takes at most ${maxBytes} bytes. Send less at once.`, { Connection: "close" });
  }
  try {
    return JSON.parse(read.text);
  } catch {
    return refuse(400, "The body is no JSON.", {}, PARSE_ERROR);
  }
}

/** A subscription lasts; what carries no request only answers or tells. */
function kindOf(method: string, requests: readonly AskedFor[]): ExchangeKind | "answer" {
  if (method === "GET" || requests.some((request) => request.method === "subscriptions/listen")) return "stream";
  return requests.length > 0 ? "call" : "answer";
}

/** A good token that does not allow what was asked. */
class MissingScopes extends OAuthError {
  readonly wanted: string[];

  constructor(wanted: string[]) {
    super(OAuthErrorCode.InsufficientScope, "This token does not allow that. Get one with the scopes named here.");
    this.wanted = wanted;
  }
}

function explain(error: unknown, resourceMetadataUrl: string | undefined): Response {
  if (PersonaError.isInstance(error) && error.code === "INVALID_INPUT") return refuse(400, error.message);
  if (!(error instanceof OAuthError)) throw error;
  if (error.code === OAuthErrorCode.TemporarilyUnavailable) {
    return refuse(503, error.message, { "Retry-After": "5" });
  }
  const requiredScopes = error instanceof MissingScopes ? error.wanted : SCOPES.slice(0, 2);
  return bearerAuthChallengeResponse(error, { requiredScopes, resourceMetadataUrl });
}
