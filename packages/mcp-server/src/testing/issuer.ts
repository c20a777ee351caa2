import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An authorization server in this process, as far as one that checks its tokens sees of it. */
export interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly jwks: URL;
  /** Signs with the newest key. Claims of undefined are left out. */
  sign(claims: JWTPayload & Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** From now on signs with a key that nobody has seen. */
  rotate(): Promise<void>;
  /** While true, nobody gets its keys. */
  away: boolean;
  /** What its metadata say of whose they are. */
  claimsToBe: string;
  /** The newest public key, as it publishes it. */
  publicKey(): Promise<JWK>;
}

export const AUDIENCE = "https://lifelong.example.com/mcp";

export async function openIssuer(): Promise<Issuer> {
  const keys: { id: string; pair: KeyPair }[] = [];
  const server = createServer(async ({ url }, response) => {
    if (issuer.away) return void response.writeHead(503).end();
    const published = keys.map(async ({ id, pair }) => ({
      ...(await exportJWK(pair.publicKey)),
      kid: id,
      alg: "ES256",
    }));
    const documents: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer: issuer.claimsToBe, jwks_uri: issuer.jwks.href },
      "/keys": { keys: await Promise.all(published) },
    };
    const document = documents[url ?? ""];
    response.writeHead(document ? 200 : 404, { "Content-Type": "application/json" }).end(JSON.stringify(document));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // An address of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const newest = () => keys.at(-1) ?? fail();
  const issuer: Issuer = {
    url,
    jwks: new URL(`${url}/keys`),
    away: false,
    claimsToBe: url,
    async rotate() {
      keys.push({ id: `key-${keys.length}`, pair: await generateKeyPair("ES256", { extractable: true }) });
    },
    async sign(claims, header = {}) {
      const { id, pair } = newest();
      const now = Math.floor(Date.now() / 1000);
      const all = { iss: url, aud: AUDIENCE, iat: now, exp: now + 300, ...claims };
      const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      return new SignJWT(kept).setProtectedHeader({ alg: "ES256", kid: id, ...header }).sign(pair.privateKey);
    },
    publicKey: async () => exportJWK(newest().pair.publicKey),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
  await issuer.rotate();
  return issuer;
}

function fail(): never {
  throw new Error("The issuer has no key.");
}
