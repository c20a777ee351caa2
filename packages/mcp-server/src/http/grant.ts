import { OAuthError, OAuthErrorCode } from "@modelcontextprotocol/server";
import { isSameToken } from "./local-token.ts";
import { ACT_AS, SCOPES } from "./scopes.ts";

/** What a token that was found to be good says. */
export interface Grant {
  /** Whom it was issued to. */
  readonly subject: string;
  readonly scopes: readonly string[];
}

/** @throws OAuthError `InvalidToken` for any other token, `TemporarilyUnavailable` when nobody can tell now */
export type Verify = (token: string) => Promise<Grant>;

/** RFC 6750: one token, of these letters. Several headers arrive as one with a comma. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * @param authorization - the header's value
 * @throws OAuthError as `verify` does; no message repeats any part of a token
 */
export async function readGrant(authorization: string | undefined, verify: Verify): Promise<Grant> {
  if (authorization === undefined) {
    throw new OAuthError(OAuthErrorCode.InvalidToken, "Send a token: Authorization: Bearer and the token.");
  }
  const token = BEARER.exec(authorization)?.[1];
  if (token !== undefined) return verify(token);
  throw new OAuthError(OAuthErrorCode.InvalidToken, "The Authorization header is no Bearer and a token.");
}

/** One token for everything, of whoever runs the server. */
export function verifyLocalToken(expected: string, { profile }: { profile: string }): Verify {
  const grant = { subject: profile, scopes: [...SCOPES, ACT_AS] };
  return async (token) => {
    if (isSameToken(token, expected)) return grant;
    throw new OAuthError(OAuthErrorCode.InvalidToken, "The token is not that of this server.");
  };
}
