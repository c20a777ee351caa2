import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type HttpRoom, INITIALIZE, modernHeaders, modernRequest, openHttpRoom } from "../testing/http-room.ts";

// Names that contain one another, and letters that a careless path or key would mix up.
const USERS = ["ada", "ada ", "Ada", "ada/bob", "../ada", "ada:1", "ädä", "ada%20"];
const CITIES = ["Lisbon", "Porto", "Madrid", "Berlin", "Vienna", "Prague", "Oslo", "Rome"];

interface Step {
  readonly user: number;
  readonly era: "modern" | "legacy";
  readonly what: "record" | "learn" | "read";
}

const step: fc.Arbitrary<Step> = fc.record({
  user: fc.nat({ max: USERS.length - 1 }),
  era: fc.constantFrom("modern", "legacy"),
  what: fc.constantFrom("record", "learn", "read"),
});

const resultSchema = z.object({ result: z.object({ structuredContent: z.record(z.string(), z.unknown()) }) });

let room: HttpRoom;
beforeAll(async () => {
  room = await openHttpRoom({
    settings: { multiUser: true },
    // Few sessions in all, so that they come and go while others are in use.
    limits: { traffic: { call: 1_000, stream: 16 }, sessions: { perUser: 2, total: 6 } },
  });
});
afterAll(async () => room[Symbol.asyncDispose]());

test("whatever many users do at once, over one server and in both eras, each gets what is theirs and nothing else", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      round += 1;
      const people = USERS.map((name) => `${round}:${name}`);
      await Promise.all(
        steps.map(async ({ user, era, what }) => {
          const answer = await perform(people[user] ?? "", CITIES[user] ?? "", era, what);
          expectOnlyOwn(answer, user);
        }),
      );
      for (const [user, name] of people.entries()) {
        const recorded = steps.some((step) => step.user === user && step.what === "record");
        await perform(name, "", "modern", "learn");
        const answer = await perform(name, "", "modern", "read");
        expectOnlyOwn(answer, user);
        expect(answer.includes(CITIES[user] ?? "")).toBe(recorded);
        expect((await room.personalizer.sessions(name)).length > 0).toBe(recorded);
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);

function expectOnlyOwn(answer: string, user: number): void {
  for (const [other, city] of CITIES.entries()) if (other !== user) expect(answer).not.toContain(city);
}

async function perform(user: string, city: string, era: Step["era"], what: Step["what"]): Promise<string> {
  const [name, input] = {
    record: ["record_session", { messages: [{ role: "user", text: `I live in ${city}.` }] }],
    learn: ["optimize_persona", {}],
    read: ["get_persona", {}],
  }[what];
  const headers = { "Lifelong-User": encodeURIComponent(user) };
  const params = { name, arguments: input };
  if (era === "modern") {
    const { status, body } = await room.send({
      headers: { ...headers, ...modernHeaders("tools/call", String(name)) },
      body: modernRequest("tools/call", params),
    });
    expect(status, body).toBe(200);
    return JSON.stringify(resultSchema.parse(JSON.parse(body)).result.structuredContent);
  }
  const begun = await room.send({ headers, body: INITIALIZE });
  // All sessions may be in use just now, and one may give way to another before its call.
  if (begun.status === 503) return perform(user, city, "modern", what);
  const session = { ...headers, "Mcp-Session-Id": begun.headers["mcp-session-id"] };
  const { status, body } = await room.send({
    headers: session,
    body: { jsonrpc: "2.0", id: 2, method: "tools/call", params },
  });
  expect([200, 404], body).toContain(status);
  if (status === 404) return perform(user, city, "modern", what);
  const data = /^data: (.*)$/m.exec(body)?.[1] ?? "";
  return JSON.stringify(resultSchema.parse(JSON.parse(data)).result.structuredContent);
}
