import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import {
  Client,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { openWorkplace, type Workplace } from "../testing/command-process.ts";
import { type HttpProcess, openHttpProcess } from "../testing/http-process.ts";
import { type IdentityProvider, openIdentityProvider } from "../testing/identity-provider.ts";

let workplace: Workplace;
let identity: IdentityProvider;
let server: HttpProcess;
beforeAll(async () => {
  // The provider says at each of its defaults that production wants another.
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(console, "info").mockReturnValue();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  workplace = await openWorkplace();
  identity = await openIdentityProvider(url);
  const words = ["--port", `${port}`, "--url", url, "--issuer", identity.url];
  server = await openHttpProcess(workplace, words, { LIFELONG_TOKEN: "" });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
  await identity[Symbol.asyncDispose]();
  await workplace[Symbol.asyncDispose]();
});

test("a client that knows the address alone finds the provider, its user signs in there, and has a persona", async () => {
  const { client: ada } = await connect("ada");
  await ada.callTool({ name: "record_session", arguments: said("My name is Ada.") });
  await ada.callTool({ name: "optimize_persona", arguments: {} });
  expect(await personaOf(ada)).toContain("Ada");

  const { client: eve } = await connect("eve");
  expect(await personaOf(eve)).not.toContain("Ada");
  await Promise.all([ada.close(), eve.close()]);

  const { client: again } = await connect("ada");
  expect(await personaOf(again)).toContain("Ada");
  await again.close();
});

test("what takes away asks its user at the provider for a larger token", async () => {
  const { client, signInAgain } = await connect("grace");
  await client.callTool({ name: "record_session", arguments: said("My name is Grace.") });
  await client.callTool({ name: "optimize_persona", arguments: {} });
  const forget = (confirm?: object) => client.callTool({ name: "forget", arguments: { field: "name", ...confirm } });
  await expect(forget()).rejects.toThrow(UnauthorizedError);
  expect(await signInAgain()).toBe("persona:read persona:write persona:admin");
  const { structuredContent } = await forget();
  await forget({ confirm: z.object({ confirm: z.string() }).parse(structuredContent).confirm });
  expect(await personaOf(client)).not.toContain("Grace");
  await client.close();
});

function said(text: string) {
  return { messages: [{ role: "user", text }] };
}

async function personaOf(client: Client): Promise<string> {
  return JSON.stringify(await client.callTool({ name: "get_persona", arguments: {} }));
}

/** Connects as the SDK's documentation says: refused at first, then with the code that signing in gave. */
async function connect(name: string) {
  const login = openLogin();
  const open = () => new StreamableHTTPClientTransport(server.url, { authProvider: login.provider });
  const signIn = async (transport: StreamableHTTPClientTransport) => {
    const back = await identity.signIn(login.address(), name);
    await transport.finishAuth(back.searchParams);
    return login.address().searchParams.get("scope");
  };
  const client = new Client({ name: "test-host", version: "1" }, { versionNegotiation: { mode: "auto" } });
  const refused = open();
  await expect(client.connect(refused)).rejects.toThrow(UnauthorizedError);
  await signIn(refused);
  const transport = open();
  await client.connect(transport);
  /** Returns the scopes that were asked for. */
  return { client, signInAgain: () => signIn(transport) };
}

/** What a host keeps of one sign-in. */
function openLogin(): { provider: OAuthClientProvider; address(): URL } {
  type Tokens = Awaited<ReturnType<OAuthClientProvider["tokens"]>>;
  let tokens: Tokens;
  let discovered: OAuthDiscoveryState | undefined;
  let verifier = "";
  let address: URL | undefined;
  const provider: OAuthClientProvider = {
    redirectUrl: identity.redirectUrl,
    clientMetadata: { redirect_uris: [identity.redirectUrl], token_endpoint_auth_method: "none" },
    clientInformation: () => ({ client_id: identity.clientId }),
    tokens: () => tokens,
    saveTokens(given) {
      tokens = given;
    },
    redirectToAuthorization(given) {
      address = given;
    },
    saveCodeVerifier(given) {
      verifier = given;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(given) {
      discovered = given;
    },
    discoveryState: () => discovered,
  };
  return {
    provider,
    address() {
      if (!address) throw new Error("The client asked nobody to sign in.");
      return address;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  // An address of a server that listens on a port.
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
