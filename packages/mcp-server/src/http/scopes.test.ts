import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { requestsIn } from "./requests-in.ts";
import { scopeOfTool, scopesFor, widened } from "./scopes.ts";

const needed = (body: unknown) => scopesFor(requestsIn(body));
const call = (name: unknown) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name } });

test("every tool needs the scope of what it says it does", () => {
  expect(Object.fromEntries(catalogue.map(({ name, annotations }) => [name, scopeOfTool(annotations)]))).toMatchObject({
    get_persona: "persona:read",
    record_session: "persona:write",
    optimize_persona: "persona:write",
  });
  for (const { name, annotations } of catalogue) expect(needed(call(name))).toEqual([scopeOfTool(annotations)]);
  const hints = { idempotentHint: true, openWorldHint: false };
  expect(scopeOfTool({ ...hints, readOnlyHint: false, destructiveHint: true })).toBe("persona:admin");
});

test("several requests in one body need the scopes of all of them", () => {
  expect(needed([call("get_persona"), call("record_session"), call("get_persona")])).toEqual([
    "persona:read",
    "persona:write",
  ]);
});

test("getting acquainted, telling and answering need none", () => {
  for (const method of [
    "initialize",
    "ping",
    "server/discover",
    "tools/list",
    "skills/get",
    "notifications/initialized",
  ]) {
    expect(needed({ jsonrpc: "2.0", id: 1, method })).toEqual([]);
  }
  expect(needed({ jsonrpc: "2.0", id: 1, result: {} })).toEqual([]);
});

test("whatever else is asked, in whatever shape, needs one", () => {
  const method = fc.string().filter((text) => !text.startsWith("notifications/"));
  const others = fc.dictionary(fc.constantFrom("id", "params", "jsonrpc", "result"), fc.jsonValue());
  fc.assert(
    fc.property(method, others, (method, more) => {
      fc.pre(
        !/^(initialize|ping|server\/discover|(tools|prompts|resources|resources\/templates|skills)\/list|skills\/get)$/.test(
          method,
        ),
      );
      expect(needed({ ...more, method })).not.toEqual([]);
    }),
  );
});

test("a client is told to ask for what it has of ours and what it lacks", () => {
  expect(widened(["openid", "persona:read"], ["persona:write"])).toEqual(["persona:read", "persona:write"]);
});
