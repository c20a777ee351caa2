import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A certified OpenID provider in this process, at which people sign in by pages. */
export interface IdentityProvider extends AsyncDisposable {
  readonly url: string;
  /** The client that the assistants of a team are. */
  readonly clientId: string;
  readonly redirectUrl: string;
  /** What a browser does in which somebody signs in and agrees; the address that it is sent back to. */
  signIn(address: URL, name: string): Promise<URL>;
}

/** @param resource what it issues tokens for, by the scopes of a persona */
export async function openIdentityProvider(resource: string): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // An address of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const clientId = "assistants";
  const redirectUrl = "http://127.0.0.1:1/signed-in";
  const provider = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        application_type: "native",
        token_endpoint_auth_method: "none",
        redirect_uris: [redirectUrl],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
      },
    ],
    cookies: { keys: ["of this test alone"] },
    features: {
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: "persona:read persona:write persona:admin",
          audience: resource,
          accessTokenTTL: 300,
          accessTokenFormat: "jwt",
        }),
      },
    },
  });
  server.on("request", provider.callback());
  return {
    url,
    clientId,
    redirectUrl,
    async signIn(address, name) {
      const browser = openBrowser();
      let page = await browser.get(address, redirectUrl);
      for (const fields of [`prompt=login&login=${name}&password=any`, "prompt=consent"]) {
        if (page.address.href.startsWith(redirectUrl)) break;
        const action = /action="([^"]+)"/.exec(page.body)?.[1];
        if (!action) throw new Error(`No form in the page: ${page.body}`);
        page = await browser.post(new URL(action, page.address), new URLSearchParams(fields), redirectUrl);
      }
      return page.address;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Follows redirects with the cookies it was given, until one leads to `last`. */
function openBrowser() {
  const cookies = new Map<string, string>();
  async function visit(address: URL, last: string, body?: URLSearchParams): Promise<{ address: URL; body: string }> {
    if (address.href.startsWith(last)) return { address, body: "" };
    const response = await fetch(address, {
      redirect: "manual",
      headers: { Cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      ...(body && { method: "POST", body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";", 1)[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const next = response.headers.get("location");
    return next ? visit(new URL(next, address), last) : { address, body: await response.text() };
  }
  return {
    get: (address: URL, last: string) => visit(address, last),
    post: (address: URL, form: URLSearchParams, last: string) => visit(address, last, form),
  };
}
