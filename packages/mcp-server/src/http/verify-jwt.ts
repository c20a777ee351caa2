import { OAuthError, OAuthErrorCode } from "@modelcontextprotocol/server";
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import type { Grant, Verify } from "./grant.ts";
import type { OauthSettings } from "./http-settings.ts";
import { parseHttpUrl } from "./http-url.ts";

/** Signatures with a private key alone: whoever can check a token must not be able to make one. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
/** Clocks differ. */
const TOLERANCE_S = 5;
const PATIENCE_MS = 5_000;

/** RFC 9068 has `scope`, in one string; some servers write `scp`, in either form. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(1_000),
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

const INVALID = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/**
 * Takes signed tokens (JWT) of one issuer for one audience, with an end and a subject. Keys are fetched when first
 * needed, and again when a token names one that is new.
 *
 * @param onError - gets what kept the keys from being fetched
 */
export function verifyJwt(settings: OauthSettings, onError: (error: unknown) => void): Verify {
  const { issuer, audience } = settings;
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token) => {
    try {
      keys ??= openKeys(settings).catch((error) => {
        keys = undefined;
        throw error;
      });
      const { payload } = await jwtVerify(token, await keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp", "sub"],
        clockTolerance: TOLERANCE_S,
      });
      return grantOf(payload);
    } catch (error) {
      if (error instanceof OAuthError) throw error;
      if (INVALID.some((kind) => error instanceof kind)) {
        throw new OAuthError(OAuthErrorCode.InvalidToken, reasonOf(error));
      }
      onError(error);
      throw new OAuthError(
        OAuthErrorCode.TemporarilyUnavailable,
        "The keys of the token's issuer cannot be fetched now. Call again later.",
      );
    }
  };
}

function grantOf(payload: JWTPayload): Grant {
  const { success, data } = claimsSchema.safeParse(payload);
  if (!success) {
    throw new OAuthError(OAuthErrorCode.InvalidToken, "The token's subject or scopes are not what they should be.");
  }
  const { sub, scope = "", scp = "" } = data;
  return { subject: sub, scopes: [scope, scp].flat().flatMap((text) => text.split(" ").filter(Boolean)) };
}

/** Our own words: those of a parser may quote the token. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "The token has expired.";
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "aud") return "The token is not for this server: its audience is another.";
    if (error.claim === "iss") return "The token comes from another issuer.";
    return "The token lacks a claim that it needs, or is not valid yet.";
  }
  return "The token is not one that the issuer has signed for this server.";
}

async function openKeys({ issuer, jwks }: OauthSettings): Promise<JWTVerifyGetKey> {
  return createRemoteJWKSet(jwks ?? (await discoverKeys(issuer)), { timeoutDuration: PATIENCE_MS });
}

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** OpenID Connect Discovery 1.0, section 4. */
async function discoverKeys(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
  const metadata = metadataSchema.parse(await response.json());
  if (metadata.issuer !== issuer) throw new Error("The issuer's metadata are those of another issuer.");
  return parseHttpUrl("The issuer's jwks_uri", metadata.jwks_uri);
}
