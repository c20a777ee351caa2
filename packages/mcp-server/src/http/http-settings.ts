import { PersonaError } from "@lifelong/core";
import { parseHttpUrl } from "./http-url.ts";

/** The options of `lifelong serve --http`, as they were written. */
export interface HttpOptions {
  readonly port?: string;
  readonly host?: string;
  readonly url?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly jwks?: string;
  readonly multiUser?: boolean;
  readonly rate?: string;
}

/** How the server is reached over HTTP, and by whom. */
export interface HttpSettings {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Host names, without port, under which the server may be addressed. */
  readonly hostnames: readonly string[];
  /** Who issues the tokens; absent: there is one token, of the operator or made here. */
  readonly oauth?: OauthSettings;
  /** The operator's own token. */
  readonly token?: string;
  /** Whether a trusted caller names the user in a header. */
  readonly multiUser: boolean;
  /** Requests that one user may send in a minute. */
  readonly requestsPerMinute: number;
}

/** What a token of an authorization server must say. */
export interface OauthSettings {
  /** Letter by letter as in the token's `iss`. */
  readonly issuer: string;
  readonly audience: string;
  /** Where the signing keys are; absent: where the issuer's own metadata say. */
  readonly jwks?: URL;
  /** The address of the MCP endpoint, as clients write it. */
  readonly resource: URL;
}

const DEFAULT_PORT = 8642;
const REQUESTS_PER_MINUTE = 600;
const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];
const EVERY_ADDRESS: readonly string[] = ["0.0.0.0", "::", "[::]"];
/** A token that can be guessed is none: 32 letters, digits and signs are more than anybody can try. */
const TOKEN = /^[\w.~+/-]{32,512}=*$/;

/**
 * Pure.
 *
 * @throws PersonaError `CONFIGURATION` for settings that do not fit together, or would leave the server open
 */
export function parseHttpSettings(
  options: HttpOptions,
  environment: Readonly<Record<string, string | undefined>>,
): HttpSettings {
  const { host = "127.0.0.1", multiUser = false } = options;
  const url = options.url === undefined ? undefined : parseHttpUrl("--url", options.url);
  const oauth = oauthOf(options, url);
  const token = environment.LIFELONG_TOKEN || undefined;
  if (oauth && token) {
    throw wrong("Tokens come from the issuer or from LIFELONG_TOKEN: give one of the two.");
  }
  if (token && !TOKEN.test(token)) {
    throw wrong(
      "LIFELONG_TOKEN takes 32 to 512 letters, digits and the signs - . _ ~ + /. Make one with: openssl rand -hex 32.",
    );
  }
  const isLoopback = LOOPBACK.includes(bracketed(host));
  if (!isLoopback && !oauth && !token) {
    throw wrong(
      "Other machines reach this server only with a token that you chose, or with those of your issuer: set LIFELONG_TOKEN, or give --issuer. Without either it listens on 127.0.0.1.",
    );
  }
  if (EVERY_ADDRESS.includes(host) && !url) {
    throw wrong(
      "A server that listens on every address must know its own name: give --url, such as https://lifelong.example.com/mcp.",
    );
  }
  const own = EVERY_ADDRESS.includes(host) ? [] : [bracketed(host)];
  return {
    host,
    port: wholeNumber("--port", options.port, DEFAULT_PORT, { least: 0, most: 65_535 }),
    hostnames: [...new Set([...LOOPBACK, ...own, ...(url ? [url.hostname] : [])])],
    ...(oauth && { oauth }),
    ...(token && { token }),
    multiUser,
    requestsPerMinute: wholeNumber("--rate", options.rate, REQUESTS_PER_MINUTE, { least: 1, most: 1_000_000 }),
  };
}

function oauthOf({ issuer, audience, jwks }: HttpOptions, resource: URL | undefined): OauthSettings | undefined {
  if (issuer === undefined) {
    if (audience === undefined && jwks === undefined) return undefined;
    throw wrong("--audience and --jwks belong to an issuer of tokens: give --issuer.");
  }
  if (!resource) {
    throw wrong(
      "With --issuer the server tells its clients where to get a token for it, and needs its own address as they write it: give --url, such as https://lifelong.example.com/mcp.",
    );
  }
  parseHttpUrl("--issuer", issuer);
  return {
    issuer,
    audience: audience ?? resource.href,
    ...(jwks !== undefined && { jwks: parseHttpUrl("--jwks", jwks) }),
    resource,
  };
}

function wholeNumber(
  option: string,
  text: string | undefined,
  otherwise: number,
  { least, most }: { least: number; most: number },
): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw wrong(`${option} takes a whole number from ${least} to ${most}.`);
}

/** As it stands in a URL: an IPv6 address has brackets there. */
function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host.toLowerCase();
}

function wrong(sentence: string): PersonaError {
  return new PersonaError("CONFIGURATION", sentence);
}
