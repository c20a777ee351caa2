import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { PersonaError } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createServer } from "../server.ts";
import { type HttpRoom, INITIALIZE, modernHeaders, modernRequest, openHttpRoom, TOKEN } from "../testing/http-room.ts";

let room: HttpRoom;
beforeAll(async () => {
  room = await openHttpRoom({ limits: { maxBodyBytes: 1_000 } });
});
afterAll(async () => room[Symbol.asyncDispose]());

type Sent = Parameters<HttpRoom["send"]>[0];
const refusals: readonly (readonly [string, number, Sent])[] = [
  ["a host that is not this machine", 403, { headers: { Host: "evil.example" } }],
  ["a host that only begins like this machine", 403, { headers: { Host: "localhost.evil.example" } }],
  ["a page of another site", 403, { headers: { Origin: "https://evil.example" } }],
  ["a page without an origin of its own", 403, { headers: { Origin: "null" } }],
  ["no token", 401, { headers: { Authorization: undefined } }],
  ["another token", 401, { headers: { Authorization: `Bearer ${TOKEN}x` } }],
  ["the beginning of the token", 401, { headers: { Authorization: `Bearer ${TOKEN.slice(0, -1)}` } }],
  ["two tokens", 401, { headers: { Authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` } }],
  ["a token that is no Bearer", 401, { headers: { Authorization: `Basic ${TOKEN}` } }],
  ["a token in the address", 401, { headers: { Authorization: undefined }, path: `/mcp?access_token=${TOKEN}` }],
  ["another path", 404, { path: "/other" }],
  ["another method", 405, { method: "PUT" }],
  ["a stream without a session", 405, { method: "GET" }],
  ["the end of no session", 405, { method: "DELETE" }],
  ["a session that is none", 404, { headers: { "Mcp-Session-Id": "none" }, body: { ...INITIALIZE, method: "ping" } }],
  ["a form of a web page", 415, { headers: { "Content-Type": "text/plain" } }],
  ["a body of no type", 415, { headers: { "Content-Type": undefined } }],
  ["a long body", 413, { body: { ...INITIALIZE, long: "x".repeat(1_000) } }],
  [
    "a long body whose length is not told",
    413,
    { headers: { "Transfer-Encoding": "chunked" }, body: "x".repeat(1_001) },
  ],
  ["what is no JSON", 400, { body: "{" }],
  ["a call of the 2025 protocols before initialize", 400, { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } }],
  ["a client that takes no stream", 406, { headers: { Accept: "application/json" } }],
  [
    "a header that says other than the body",
    400,
    { headers: modernHeaders("tools/list"), body: modernRequest("tools/call", { name: "get_persona" }) },
  ],
  [
    "a version that nobody speaks",
    400,
    { headers: { "MCP-Protocol-Version": "2030-01-01" }, body: modernRequest("ping", {}, "2030-01-01") },
  ],
  ["a user's name where every token has its own", 400, { headers: { "Lifelong-User": "bob" } }],
];

test.for(refusals)("refuses %s with %i", async ([, status, sent]) => {
  const answer = await room.send(sent);
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain(TOKEN);
  expect(JSON.parse(answer.body)).toHaveProperty("error");
  expect(answer.headers["cache-control"]).toMatch(/no-store/);
  expect(room.errors).toEqual([]);
});

test.for(["localhost", "127.0.0.1:8642", "[::1]:8642"])("takes %s for this machine", async (Host) => {
  expect((await room.send({ headers: { Host, Origin: `http://${Host}` } })).status).toBe(200);
});

test("a guard that comes first looks at nothing that comes later", async () => {
  const all = {
    headers: {
      Host: "evil.example",
      Origin: "https://evil.example",
      Authorization: undefined,
      "Content-Type": "text/plain",
    },
    body: "x".repeat(2_000),
  };
  expect((await room.send(all)).status).toBe(403);
  expect((await room.send({ ...all, headers: { ...all.headers, Host: undefined, Origin: undefined } })).status).toBe(
    401,
  );
});

test("a refusal for want of a token says how to send one, and in which scopes", async () => {
  const { headers } = await room.send({ headers: { Authorization: undefined } });
  expect(headers["www-authenticate"]).toMatch(/^Bearer .*scope="persona:read persona:write"/);
});

describe("408", () => {
  test.for<readonly [string, string]>([
    ["headers", "POST /mcp HTTP/1.1\r\nHost: localhost\r\n"],
    [
      "a body",
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    ],
  ])("goes to a client that never ends %s", async ([, begun]) => {
    await using slow = await openHttpRoom({ limits: { requestMs: 100 } });
    const socket = connect(Number(slow.url.port), slow.url.hostname);
    socket.write(begun);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(slow.errors).toEqual([]);
  });
});

describe("429", () => {
  test("goes to a user who sends too many requests in a minute, and to nobody else", async () => {
    await using busy = await openHttpRoom({ settings: { requestsPerMinute: 3, multiUser: true } });
    const send = (user: string) => busy.send({ headers: { "Lifelong-User": user } });
    for (let request = 0; request < 3; request += 1) expect((await send("ada")).status).toBe(200);
    const refused = await send("ada");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await send("bob")).status).toBe(200);
  });

  test("goes to a user who has too many calls under way, until one of them ends", async () => {
    const opening = Promise.withResolvers<never>();
    opening.promise.catch(() => {});
    await using busy = await openHttpRoom({
      limits: { traffic: { call: 2, stream: 1 } },
      // A library that never opens keeps its calls waiting.
      serverOf: (userId) => createServer({ personalizer: opening.promise, userId }),
    });
    const call = () =>
      busy.send({
        headers: modernHeaders("tools/call", "get_persona"),
        body: modernRequest("tools/call", { name: "get_persona", arguments: {} }),
      });
    const waiting = [call(), call()];
    await vi.waitFor(async () => expect((await call()).status).toBe(429));
    opening.reject(new PersonaError("STORE_UNAVAILABLE", "The store is away."));
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
    expect((await call()).status).toBe(200);
  });
});

describe("health", () => {
  test("is told without a token, by whatever name the server is asked", async () => {
    for (const path of ["/healthz", "/readyz"]) {
      const asked = { method: "GET", path, headers: { Host: "10.0.0.7", Authorization: undefined } };
      expect(await room.send(asked)).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    }
  });

  test("is not ready while the store is away, and says no more than that", async () => {
    const ready = async () => {
      throw new PersonaError("STORE_UNAVAILABLE", "The store at 10.0.0.9 is away.");
    };
    await using away = await openHttpRoom({ ready });
    const answer = await away.send({ method: "GET", path: "/readyz" });
    expect(answer).toMatchObject({ status: 503, body: '{"status":"the store cannot be reached"}' });
    expect((await away.send({ method: "GET", path: "/healthz" })).status).toBe(200);
    expect(away.errors).toHaveLength(1);
  });
});
