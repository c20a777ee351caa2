import fc from "fast-check";
import { expect, test } from "vitest";
import { actingUser } from "./acting-user.ts";

const backend = { subject: "backend", scopes: ["persona:read", "persona:act-as"] };
const ada = { subject: "ada", scopes: ["persona:read"] };
const MULTI = { multiUser: true };
const SINGLE = { multiUser: false };

test("a token stands for its own subject", () => {
  expect(actingUser(ada, undefined, SINGLE)).toBe("ada");
  expect(actingUser(ada, undefined, MULTI)).toBe("ada");
  expect(actingUser(backend, undefined, SINGLE)).toBe("backend");
});

test("a program that may act for others names any user, whatever the letters of the id", () => {
  const id = fc.string({ unit: "binary", minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(id, (userId) => {
      expect(actingUser(backend, encodeURIComponent(userId), MULTI)).toBe(userId);
    }),
  );
  expect(actingUser(backend, "auth0|7@example.com", MULTI)).toBe("auth0|7@example.com");
});

test("a program that may act for others and names nobody is refused, so that it mixes nobody up", () => {
  expect(() => actingUser(backend, undefined, MULTI)).toThrowError(/Name the user/);
});

test.for(["", " ", "ada, bob", "%", "%ff", "ada bob"])("the header %j is refused", (header) => {
  expect(() => actingUser(backend, header, MULTI)).toThrowError(expect.objectContaining({ code: "INVALID_INPUT" }));
});

test("nobody else names a user", () => {
  expect(() => actingUser(ada, "bob", MULTI)).toThrowError(expect.objectContaining({ code: "insufficient_scope" }));
  expect(() => actingUser(backend, "bob", SINGLE)).toThrowError(/--multi-user/);
});
