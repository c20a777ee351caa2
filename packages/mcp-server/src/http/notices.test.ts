import { createPersonalizer, instantPass, memoryStore } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { describe, expect, test, vi } from "vitest";
import { createWatches } from "../persona-watch.ts";
import { ME } from "../resources/me.ts";
import { createServer } from "../server.ts";
import { connectLegacySdk, connectSdk } from "../testing/http-clients.ts";
import { type HttpRoom, openHttpRoom, TOKEN } from "../testing/http-room.ts";
import type { ServerOf } from "./modern-leg.ts";

/** A server over HTTP as the command has it, and a library of another process over the same store. */
async function openHouse() {
  const store = memoryStore();
  const passes = () => [instantPass(createExtractor())];
  const personalizer = createPersonalizer({
    store,
    passes: passes(),
    onEvent: (event) => event.type === "update-finished" && void watches.of(event.userId).look(),
  });
  const watches = createWatches(Promise.resolve(personalizer));
  const serverOf: ServerOf = (userId, era) =>
    createServer({ personalizer, userId, watch: watches.of(userId), announces: era === "legacy" });
  const settings = { multiUser: true };
  const room = await openHttpRoom({ personalizer, serverOf, watches, settings });
  const elsewhere = createPersonalizer({ store, passes: passes() });
  return { room, watches, elsewhere, [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() };
}

const kinds = ["the first SDK", "the second SDK, legacy", "the second SDK, modern"] as const;
type Kind = (typeof kinds)[number];

/** A client that listens, and what it was told. */
interface Listener extends AsyncDisposable {
  readonly news: readonly string[];
  call(name: string, input?: Record<string, unknown>): Promise<unknown>;
  /** Of a persona that is never told of again. */
  unsubscribe(): Promise<unknown>;
}

async function listen({ url }: HttpRoom, user: string, kind: Kind): Promise<Listener> {
  const news: string[] = [];
  const headers = { Authorization: `Bearer ${TOKEN}`, "Lifelong-User": user };
  // A client of the 2025 protocols opens the stream for its news in its own time.
  const opened = Promise.withResolvers<void>();
  const watchedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method === "GET" && response.ok) opened.resolve();
    return response;
  };
  if (kind === "the first SDK") {
    const { ResourceUpdatedNotificationSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const hear = ({ params }: { params: { uri: string } }) => void news.push(params.uri);
    const client = await connectLegacySdk(
      url,
      headers,
      (client) => client.setNotificationHandler(ResourceUpdatedNotificationSchema, hear),
      watchedFetch,
    );
    await opened.promise;
    await client.subscribeResource({ uri: ME });
    return {
      news,
      call: (name, input = {}) => client.callTool({ name, arguments: input }),
      unsubscribe: () => client.unsubscribeResource({ uri: ME }),
      [Symbol.asyncDispose]: () => client.close(),
    };
  }
  const isModern = kind === "the second SDK, modern";
  const client = await connectSdk(
    isModern ? "auto" : "legacy",
    url,
    headers,
    (client) =>
      client.setNotificationHandler("notifications/resources/updated", ({ params }) => void news.push(params.uri)),
    watchedFetch,
  );
  const listening = isModern ? await client.listen({ resourceSubscriptions: [ME] }) : await opened.promise;
  if (!isModern) await client.subscribeResource({ uri: ME });
  return {
    news,
    call: (name, input = {}) => client.callTool({ name, arguments: input }),
    unsubscribe: async () => (listening ? listening.close() : client.unsubscribeResource({ uri: ME })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const setName = (content: string) => ({ commands: [{ kind: "set", field: "name", content }] });
const told = (times: number) => Array.from({ length: times }, () => ME);

describe.for(kinds)("of a client of %s", (kind) => {
  test("every client of the same user hears once of each commit that changes the text, and nobody else's does", async () => {
    await using house = await openHouse();
    const { room } = house;
    await using caller = await listen(room, "ada", kind);
    const listeners = await Promise.all(kinds.map((other) => listen(room, "ada", other)));
    const strangers = await Promise.all(kinds.map((other) => listen(room, "bob", other)));
    const all = [caller, ...listeners];
    const heard = (times: number) =>
      vi.waitFor(() => expect(all.map(({ news }) => news)).toEqual(all.map(() => told(times))), 5_000);

    await caller.call("edit_persona", setName("Ada"));
    await heard(1);
    // A lock, a conversation that teaches nothing, and reading change no text: the next notice is of the next name.
    await caller.call("edit_persona", { commands: [{ kind: "lock", field: "name" }] });
    await caller.call("record_session", { messages: [{ role: "user", text: "Good morning!" }] });
    await caller.call("get_persona");
    await caller.call("edit_persona", setName("Eva"));
    await heard(2);
    // Learned behind the answer, without another call.
    await caller.call("record_session", { messages: [{ role: "user", text: "I like green tea." }] });
    await heard(3);
    // Another process's commit is noticed at the next call of any client of this user.
    await house.elsewhere.edit("ada", [{ kind: "set", field: "demographics.name", content: "Ivy" }]);
    await caller.call("get_persona");
    await heard(4);
    await house.elsewhere.edit("ada", [{ kind: "lock", field: "demographics.name" }]);
    await caller.call("get_persona");

    const [stranger] = strangers;
    await stranger?.call("edit_persona", setName("Bob"));
    await vi.waitFor(() => expect(strangers.map(({ news }) => news)).toEqual(strangers.map(() => told(1))), 5_000);
    await heard(4);
    expect(room.errors).toEqual([]);
    await Promise.all([...listeners, ...strangers].map((client) => client[Symbol.asyncDispose]()));
  });

  test("one that no longer listens hears no more", async () => {
    await using house = await openHouse();
    await using client = await listen(house.room, "ada", kind);
    await using other = await listen(house.room, "ada", "the second SDK, legacy");
    await client.call("edit_persona", setName("Ada"));
    await vi.waitFor(() => expect([client.news, other.news]).toEqual([told(1), told(1)]), 5_000);
    await client.unsubscribe();
    await client.call("edit_persona", setName("Eva"));
    await vi.waitFor(() => expect(other.news).toEqual(told(2)), 5_000);
    expect(client.news).toEqual(told(1));
  });
});

test("nobody is kept who has gone", async () => {
  await using house = await openHouse();
  for (const kind of kinds) {
    const client = await listen(house.room, "ada", kind);
    await client.call("get_persona");
    expect(house.watches.of("ada").isHeard).toBe(true);
    await client.unsubscribe();
    await client[Symbol.asyncDispose]();
    if (kind !== "the second SDK, modern") {
      for (const server of house.room.serving.servers("ada")) await server.close();
    }
    await vi.waitFor(() => expect(house.watches.of("ada").isHeard).toBe(false), 5_000);
  }
});
