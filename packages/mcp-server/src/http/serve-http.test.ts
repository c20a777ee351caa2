import { once } from "node:events";
import { stat } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Personalizer } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createServer } from "../server.ts";
import { openWorkplace, type Workplace } from "../testing/command-process.ts";
import { openHttpProcess } from "../testing/http-process.ts";
import { INITIALIZE, modernHeaders, modernRequest, openHttpRoom, TOKEN } from "../testing/http-room.ts";
import { rawHttp } from "../testing/raw-http.ts";

let workplace: Workplace;
beforeAll(async () => {
  workplace = await openWorkplace();
});
afterAll(async () => workplace[Symbol.asyncDispose]());

const CALL = {
  headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream" },
  body: JSON.stringify(INITIALIZE),
};

function call(url: URL, token: string) {
  return rawHttp(url, { ...CALL, headers: { ...CALL.headers, Authorization: `Bearer ${token}` } });
}

describe("the process", () => {
  test("makes its token at the first start, says it once, and keeps it for its owner alone", async () => {
    await using first = await openHttpProcess(workplace);
    expect((await stat(join(workplace.directory, "data", "http-token"))).mode & 0o777).toBe(0o600);
    expect((await call(first.url, first.token)).status).toBe(200);
    expect((await call(first.url, `${first.token}0`)).status).toBe(401);
    expect((await first.end()).stderr.split(first.token)).toHaveLength(2);
    await using second = await openHttpProcess(workplace);
    expect(second.token).toBe(first.token);
    expect((await call(second.url, second.token)).status).toBe(200);
    const { stdout, stderr } = await second.end();
    expect(`${stdout}${stderr}`).not.toContain(first.token);
  });

  test("takes the operator's token, and says it never, whatever is sent", async () => {
    await using server = await openHttpProcess(workplace, [], { LIFELONG_TOKEN: TOKEN });
    const { url } = server;
    const Authorization = `Bearer ${TOKEN}`;
    const answers = [
      await call(url, TOKEN),
      await call(url, `${TOKEN}-and-more`),
      await rawHttp(url, { ...CALL, headers: { ...CALL.headers, Authorization, Host: "evil.example" } }),
      await rawHttp(url, { headers: { Authorization }, body: TOKEN }),
      await rawHttp(url, { headers: { ...CALL.headers, Authorization }, body: `{"${TOKEN}` }),
      await rawHttp(url, { headers: { ...CALL.headers, Authorization, "Mcp-Session-Id": TOKEN }, body: CALL.body }),
      await rawHttp(new URL(`/${TOKEN}`, url), { method: "GET", headers: { Authorization } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 403, 415, 400, 404, 404]);
    for (const { body, headers } of answers) expect(body + JSON.stringify(headers)).not.toContain(TOKEN);
    const { stdout, stderr } = await server.end();
    expect(stdout).toBe("");
    expect(stderr).not.toContain(TOKEN);
  });

  test("is ready while its folder can be read, and listens on this machine alone", async () => {
    await using server = await openHttpProcess(workplace);
    expect(server.url.hostname).toBe("127.0.0.1");
    expect(await rawHttp(new URL("/readyz", server.url), { method: "GET" })).toMatchObject({ status: 200 });
  });

  test.for(["SIGTERM", "SIGINT"] as const)("ends well on %s, with clients connected", async (signal) => {
    await using server = await openHttpProcess(workplace);
    const { headers } = await call(server.url, server.token);
    const stream = request(server.url, {
      method: "GET",
      headers: {
        Accept: "text/event-stream",
        Authorization: `Bearer ${server.token}`,
        "Mcp-Session-Id": headers["mcp-session-id"],
      },
    });
    stream.on("error", () => {});
    stream.end();
    await once(stream, "response");
    expect(await server.end(signal)).toMatchObject({ code: 0 });
  });

  test.for([
    [["--host", "0.0.0.0"], /set LIFELONG_TOKEN, or give --issuer/],
    [["--port", "x"], /--port takes a whole number/],
    [["--issuer", "https://id.example.com"], /give --url/],
  ] as const)("used wrongly with %j, says what to do and ends with 2", async ([words, sentence]) => {
    const { code, stderr } = await workplace.lifelong(["serve", "--http", ...words]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });

  test("says so when the port is taken", async () => {
    await using server = await openHttpProcess(workplace);
    const { code, stderr } = await workplace.lifelong(["serve", "--http", "--port", server.url.port]);
    expect(stderr).toMatch(/cannot listen on 127\.0\.0\.1/);
    expect(code).toBe(2);
  });

  test("wants --http before it takes a port", async () => {
    const { code, stderr } = await workplace.lifelong(["serve", "--port", "8642"]);
    expect(stderr).toContain("add --http");
    expect(code).toBe(2);
  });

  test("is not started while Lifelong is off", async () => {
    const { code, stderr } = await workplace.lifelong(["serve", "--http"], { env: { LIFELONG_OFF: "1" } });
    expect(stderr).toContain("LIFELONG_OFF");
    expect(code).toBe(2);
  });
});

describe("a server that is asked to end", () => {
  const body = modernRequest("tools/call", { name: "get_persona", arguments: {} });
  const headers = {
    ...CALL.headers,
    ...modernHeaders("tools/call", "get_persona"),
    Authorization: `Bearer ${TOKEN}`,
  };

  test("gives the calls under way their answer, and takes no new ones meanwhile", async () => {
    const opening = Promise.withResolvers<Personalizer>();
    await using room = await openHttpRoom({
      serverOf: (userId) => createServer({ personalizer: opening.promise, userId }),
    });
    const answer = room.send({ headers: modernHeaders("tools/call", "get_persona"), body });
    await vi.waitFor(() => expect(room.serving.notify("default")).toBeDefined());
    // A request whose end comes after the server was asked to end.
    const late = connect(Number(room.url.port), room.url.hostname);
    const lateText = written(body, headers);
    late.write(lateText.slice(0, 20));
    // Once this is answered the server has read what was sent before.
    expect((await room.send({ method: "GET", path: "/healthz" })).status).toBe(200);
    const closed = room.serving.close();
    late.write(lateText.slice(20));
    expect(await text(late)).toMatch(/^HTTP\/1\.1 503 /);
    await expect(room.send()).rejects.toThrowError(/ECONNREFUSED/);
    opening.resolve(room.personalizer);
    expect(await answer).toMatchObject({ status: 200, body: expect.stringContaining('"revision":0') });
    expect(await closed).toBe(0);
  });

  test("does not wait for ever, and tells how many calls got no answer", async () => {
    const never = new Promise<never>(() => {});
    const room = await openHttpRoom({
      limits: { drainMs: 50 },
      serverOf: (userId) => createServer({ personalizer: never, userId }),
    });
    const answer = room.send({ headers: modernHeaders("tools/call", "get_persona"), body });
    const failed = expect(answer).rejects.toThrowError(/hang up|ECONNRESET/);
    await vi.waitFor(() => expect(room.serving.notify("default")).toBeDefined());
    expect(await room.serving.close()).toBe(1);
    await failed;
    await room.personalizer.close();
  });
});

/** A request as it goes over a connection that stays open. */
function written(body: object, headers: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(body);
  const lines = Object.entries({ Host: "localhost", ...headers, "Content-Length": Buffer.byteLength(text) });
  return `POST /mcp HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`;
}
