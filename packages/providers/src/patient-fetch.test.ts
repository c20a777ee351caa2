import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, fetch } from "undici";
import { expect, test } from "vitest";
import { patientFetch } from "./patient-fetch.ts";

const SLOW_MS = 1_500;

test("waits for headers and for the rest of a body where a limit of undici gives up", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/headers") setTimeout(() => response.end("late"), SLOW_MS);
    else {
      response.write("a");
      setTimeout(() => response.end("b"), SLOW_MS);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hasty = new Agent({ headersTimeout: 100, bodyTimeout: 100 });
  try {
    const patient = ["/headers", "/body"].map(async (path) => (await patientFetch(base + path)).text());
    const limited = await Promise.allSettled(
      ["/headers", "/body"].map(async (path) => (await fetch(base + path, { dispatcher: hasty })).text()),
    );
    expect(limited.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await Promise.all(patient)).toEqual(["late", "ab"]);
  } finally {
    server.closeAllConnections();
    server.close();
    await hasty.destroy();
  }
});

test.for([
  ["429", "90", "false"],
  ["429", "60", null],
  ["503", undefined, null],
  ["200", "90", null],
] as const)("of a %s whose Retry-After is %s, x-should-retry is %s", async ([status, retryAfter, mark]) => {
  const server = createServer((_, response) => {
    response.writeHead(Number(status), retryAfter === undefined ? {} : { "retry-after": retryAfter }).end("body");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const response = await patientFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect([response.status, response.headers.get("x-should-retry"), response.headers.get("retry-after")]).toEqual([
    Number(status),
    mark,
    retryAfter ?? null,
  ]);
  expect(await response.text()).toBe("body");
  server.closeAllConnections();
  server.close();
});
