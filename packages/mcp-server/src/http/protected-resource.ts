import { getOAuthProtectedResourceMetadataUrl } from "@modelcontextprotocol/server";
import { SCOPES } from "./scopes.ts";

/** RFC 9728: tells a client that has no token who gives one for this server, and for what. */
export function createProtectedResource({ resource, issuer }: { resource: URL; issuer: string }): {
  readonly metadata: object;
  /** Where clients are told to read it. */
  readonly metadataUrl: string;
  /** Where it is served: for this resource, and for clients that look at the root. */
  readonly paths: readonly string[];
} {
  const metadataUrl = getOAuthProtectedResourceMetadataUrl(resource);
  return {
    metadata: {
      resource: resource.href,
      resource_name: "Lifelong",
      authorization_servers: [issuer],
      bearer_methods_supported: ["header"],
      scopes_supported: SCOPES,
    },
    metadataUrl,
    paths: [...new Set([new URL(metadataUrl).pathname, "/.well-known/oauth-protected-resource"])],
  };
}
