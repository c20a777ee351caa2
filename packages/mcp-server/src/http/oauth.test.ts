import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpRoom, modernHeaders, modernRequest, openHttpRoom } from "../testing/http-room.ts";
import { AUDIENCE, type Issuer, openIssuer } from "../testing/issuer.ts";
import { verifyJwt } from "./verify-jwt.ts";

let issuer: Issuer;
let room: HttpRoom;
beforeAll(async () => {
  issuer = await openIssuer();
  const resource = new URL(AUDIENCE);
  const oauth = { issuer: issuer.url, audience: AUDIENCE, resource };
  room = await openHttpRoom({ verify: verifyJwt(oauth, () => {}), settings: { oauth, multiUser: true } });
});
afterAll(async () => {
  await room[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

async function call(
  claims: { sub: string; scope: string; aud?: string },
  name: string,
  input: unknown = {},
  headers: Record<string, string> = {},
) {
  const Authorization = `Bearer ${await issuer.sign(claims)}`;
  return room.send({
    headers: { ...modernHeaders("tools/call", name), Authorization, ...headers },
    body: modernRequest("tools/call", { name, arguments: input }),
  });
}

const said = (text: string) => ({ messages: [{ role: "user", text }] });
const ALL = "persona:read persona:write";
const METADATA_URL = "https://lifelong.example.com/.well-known/oauth-protected-resource/mcp";

test("a client without a token is told where the metadata are, and these who issues tokens for what", async () => {
  const { status, headers } = await room.send({ headers: { Authorization: undefined } });
  expect(status).toBe(401);
  expect(headers["www-authenticate"]).toContain(`resource_metadata="${METADATA_URL}"`);
  for (const path of [new URL(METADATA_URL).pathname, "/.well-known/oauth-protected-resource"]) {
    const { body } = await room.send({ method: "GET", path, headers: { Authorization: undefined } });
    expect(JSON.parse(body)).toEqual({
      resource: AUDIENCE,
      resource_name: "Lifelong",
      authorization_servers: [issuer.url],
      bearer_methods_supported: ["header"],
      scopes_supported: ["persona:read", "persona:write", "persona:admin"],
    });
  }
});

test("a token for another server is refused, and the refusal does not repeat it", async () => {
  const { status, headers, body } = await call(
    { sub: "ada", scope: ALL, aud: "https://other.example.com" },
    "get_persona",
  );
  expect(status).toBe(401);
  expect(`${headers["www-authenticate"]} ${body}`).toMatch(/error="invalid_token".*audience/);
  expect(`${headers["www-authenticate"]} ${body}`).not.toMatch(/eyJ/);
});

test("a token that may only read records nothing, and its client is told which scopes to ask for", async () => {
  const { status, headers } = await call(
    { sub: "eve", scope: "persona:read" },
    "record_session",
    said("My name is Eve."),
  );
  expect(status).toBe(403);
  expect(headers["www-authenticate"]).toContain('error="insufficient_scope"');
  expect(headers["www-authenticate"]).toContain('scope="persona:read persona:write"');
  expect(headers["www-authenticate"]).toContain(`resource_metadata="${METADATA_URL}"`);
  expect(await room.personalizer.sessions("eve")).toEqual([]);
  expect((await call({ sub: "eve", scope: "persona:read" }, "get_persona")).status).toBe(200);
  expect((await call({ sub: "eve", scope: "openid" }, "get_persona")).status).toBe(403);
});

test("the subject of the token is the user, and no argument, header or session names another", async () => {
  await call({ sub: "ada", scope: ALL }, "record_session", said("My name is Ada."));
  await call({ sub: "ada", scope: ALL }, "optimize_persona");
  expect((await call({ sub: "ada", scope: ALL }, "get_persona")).body).toContain("Ada");
  expect((await call({ sub: "bob", scope: ALL }, "get_persona")).body).not.toContain("Ada");
  expect((await call({ sub: "bob", scope: ALL }, "get_persona", { userId: "ada" })).body).toContain("INVALID_INPUT");
  expect((await call({ sub: "bob", scope: ALL }, "get_persona", {}, { "Lifelong-User": "ada" })).status).toBe(403);
  const backend = { sub: "backend", scope: `${ALL} persona:act-as` };
  expect((await call(backend, "get_persona", {}, { "Lifelong-User": "ada" })).body).toContain("Ada");
  expect((await call(backend, "get_persona")).status).toBe(400);
});

test("while the issuer's keys are away the answer is 503, not 401: a client keeps its token", async () => {
  await using absent = await openIssuer();
  absent.away = true;
  const oauth = { issuer: absent.url, audience: AUDIENCE, resource: new URL(AUDIENCE), jwks: absent.jwks };
  await using other = await openHttpRoom({ verify: verifyJwt(oauth, () => {}), settings: { oauth } });
  const Authorization = `Bearer ${await absent.sign({ sub: "ada" })}`;
  expect((await other.send({ headers: { Authorization } })).status).toBe(503);
});
