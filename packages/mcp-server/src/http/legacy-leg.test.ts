import { expect, test, vi } from "vitest";
import { type HttpRoom, INITIALIZE, openHttpRoom } from "../testing/http-room.ts";

const LIST = { jsonrpc: "2.0", id: 2, method: "tools/list" };

async function begin(room: HttpRoom, user: string): Promise<string> {
  const { headers, status } = await room.send({ headers: { "Lifelong-User": user } });
  expect(status).toBe(200);
  return headers["mcp-session-id"] ?? "";
}

const use = (room: HttpRoom, user: string, session: string, more: Parameters<HttpRoom["send"]>[0] = {}) =>
  room.send({ body: LIST, ...more, headers: { "Lifelong-User": user, "Mcp-Session-Id": session } });

test("a session is its user's alone: to another user it does not exist, neither to use nor to end", async () => {
  await using room = await openHttpRoom({ settings: { multiUser: true } });
  const session = await begin(room, "ada");
  expect((await use(room, "ada", session)).status).toBe(200);
  expect((await use(room, "bob", session)).status).toBe(404);
  expect((await use(room, "bob", session, { method: "DELETE" })).status).toBe(404);
  expect((await use(room, "bob", session, { method: "GET" })).status).toBe(404);
  expect((await use(room, "ada", session)).status).toBe(200);
});

test("a session is over when its client ends it", async () => {
  await using room = await openHttpRoom({ settings: { multiUser: true } });
  const session = await begin(room, "ada");
  expect((await use(room, "ada", session, { method: "DELETE" })).status).toBe(200);
  expect((await use(room, "ada", session)).status).toBe(404);
  expect(room.serving.servers("ada")).toEqual([]);
});

test("of too many sessions of a user, the longest unused gives way; other users keep theirs", async () => {
  await using room = await openHttpRoom({
    settings: { multiUser: true },
    limits: { sessions: { perUser: 2, total: 100 } },
  });
  const others = await begin(room, "bob");
  const [first, second] = [await begin(room, "ada"), await begin(room, "ada")];
  await use(room, "ada", first);
  const third = await begin(room, "ada");
  const states = await Promise.all([first, second, third].map(async (id) => (await use(room, "ada", id)).status));
  expect(states).toEqual([200, 404, 200]);
  expect((await use(room, "bob", others)).status).toBe(200);
});

test("a session that waits for news gives way last, and its stream ends", async () => {
  await using room = await openHttpRoom({
    settings: { multiUser: true },
    limits: { sessions: { perUser: 2, total: 100 } },
  });
  const waiting = await begin(room, "ada");
  const stream = use(room, "ada", waiting, { method: "GET" });
  const [second, third] = [await begin(room, "ada"), await begin(room, "ada")];
  expect((await use(room, "ada", second)).status).toBe(404);
  const others = use(room, "ada", third, { method: "GET" });
  await begin(room, "ada");
  expect(await stream).toMatchObject({ status: 200 });
  expect((await use(room, "ada", waiting)).status).toBe(404);
  await use(room, "ada", third, { method: "DELETE" });
  await others;
});

test("of too many sessions in all, the longest unused gives way", async () => {
  await using room = await openHttpRoom({
    settings: { multiUser: true },
    limits: { sessions: { perUser: 2, total: 2 } },
  });
  const sessions = [await begin(room, "ada"), await begin(room, "bob"), await begin(room, "eve")];
  expect((await use(room, "ada", sessions[0] ?? "")).status).toBe(404);
  expect((await use(room, "bob", sessions[1] ?? "")).status).toBe(200);
});

test("a session that nobody has used for an hour is over when the next begins", async () => {
  await using room = await openHttpRoom({ settings: { multiUser: true } });
  const session = await begin(room, "ada");
  const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61 * 60 * 1000);
  await begin(room, "bob");
  later.mockRestore();
  expect((await use(room, "ada", session)).status).toBe(404);
});

test("a handshake that is refused leaves no session", async () => {
  await using room = await openHttpRoom();
  expect((await room.send({ headers: { Accept: "application/json" } })).status).toBe(406);
  expect((await room.send({ body: { ...INITIALIZE, params: {} } })).status).toBe(400);
  expect(room.serving.servers("default")).toEqual([]);
});
