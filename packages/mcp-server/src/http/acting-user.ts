import { assertUserId, PersonaError } from "@lifelong/core";
import { OAuthError, OAuthErrorCode } from "@modelcontextprotocol/server";
import type { Grant } from "./grant.ts";
import { ACT_AS } from "./scopes.ts";

/** Names the user for whom a trusted program calls: as `encodeURIComponent` writes it; the signs @ : | + = / may stand as they are. */
export const USER_HEADER = "Lifelong-User";

const WRITTEN = /^[\w.~@:|+=/%!'()*-]+$/;

/**
 * Whose persona a request is about: the token's subject, or whom a program names that may act for others. Such a
 * program must name somebody, so that one that forgets to does not mix everybody up.
 *
 * @throws PersonaError `INVALID_INPUT` for a header that is missing, not understood or not taken here, OAuthError
 *   `InsufficientScope` for a token that may act for nobody else
 */
export function actingUser(
  { subject, scopes }: Grant,
  header: string | undefined,
  { multiUser }: { multiUser: boolean },
): string {
  const mayActAs = multiUser && scopes.includes(ACT_AS);
  if (header === undefined && !mayActAs) return subject;
  if (!multiUser) {
    throw new PersonaError(
      "INVALID_INPUT",
      `This server takes no ${USER_HEADER} header: every token has its own user. Start it with --multi-user, or leave the header out.`,
    );
  }
  if (!mayActAs) throw new OAuthError(OAuthErrorCode.InsufficientScope, "This token may act for no other user.");
  if (header === undefined) {
    throw new PersonaError("INVALID_INPUT", `Name the user of this request in the ${USER_HEADER} header.`);
  }
  const userId = decode(header);
  assertUserId(userId);
  return userId;
}

function decode(header: string): string {
  if (WRITTEN.test(header)) {
    try {
      return decodeURIComponent(header);
    } catch {
      // Told below.
    }
  }
  throw new PersonaError(
    "INVALID_INPUT",
    `The ${USER_HEADER} header holds one user id; write other than letters, digits and the signs of an address percent-encoded.`,
  );
}
