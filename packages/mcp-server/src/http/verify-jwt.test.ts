import { createHmac } from "node:crypto";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AUDIENCE, type Issuer, openIssuer } from "../testing/issuer.ts";
import { readGrant } from "./grant.ts";
import { verifyJwt } from "./verify-jwt.ts";

let issuer: Issuer;
beforeAll(async () => {
  issuer = await openIssuer();
});
afterAll(async () => issuer[Symbol.asyncDispose]());

function openVerify({ isDiscovered = false } = {}) {
  const errors: unknown[] = [];
  const resource = new URL(AUDIENCE);
  const settings = { issuer: issuer.url, audience: AUDIENCE, resource, ...(isDiscovered ? {} : { jwks: issuer.jwks }) };
  const verify = verifyJwt(settings, (error) => void errors.push(error));
  return { errors, read: (token: string) => readGrant(`Bearer ${token}`, verify) };
}

const now = () => Math.floor(Date.now() / 1000);
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");

test("a token of the issuer for this server gives its subject and scopes, in any of the usual forms", async () => {
  const { read } = openVerify();
  const scopes = ["persona:read", "persona:write"];
  for (const claims of [
    { scope: "persona:read persona:write" },
    { scp: "persona:read persona:write" },
    { scp: scopes },
  ]) {
    expect(await read(await issuer.sign({ sub: "ada", ...claims }))).toEqual({ subject: "ada", scopes });
  }
  expect(await read(await issuer.sign({ sub: "ada", aud: ["account", AUDIENCE] }))).toEqual({
    subject: "ada",
    scopes: [],
  });
});

const bad: readonly (readonly [string, JWTPayload & Record<string, unknown>, RegExp])[] = [
  ["for another audience", { sub: "ada", aud: "https://other.example.com" }, /audience/],
  ["for no audience", { sub: "ada", aud: undefined }, /audience/],
  ["of another issuer", { sub: "ada", iss: "https://evil.example.com" }, /another issuer/],
  ["that has expired", { sub: "ada", exp: now() - 60 }, /expired/],
  ["without an end", { sub: "ada", exp: undefined }, /lacks a claim/],
  ["that is not valid yet", { sub: "ada", nbf: now() + 600 }, /not valid yet/],
  ["without a subject", { sub: undefined }, /lacks a claim/],
  ["with an empty subject", { sub: "" }, /subject/],
  ["with scopes that are none", { sub: "ada", scope: 7 }, /scopes/],
];

test.for(bad)("refuses a token %s", async ([, claims, sentence]) => {
  const { read, errors } = openVerify();
  const token = await issuer.sign(claims);
  const reading = read(token);
  await expect(reading).rejects.toMatchObject({ code: "invalid_token", message: expect.stringMatching(sentence) });
  await reading.catch((error) => expect(JSON.stringify(error) + String(error.stack)).not.toContain(token.slice(-20)));
  expect(errors).toEqual([]);
});

test("refuses a token that was changed, one without a signature, one signed with the public key, and one of another's key", async () => {
  const { read } = openVerify();
  const [header = "", , signature = ""] = (await issuer.sign({ sub: "ada" })).split(".");
  const claims = encode({ iss: issuer.url, aud: AUDIENCE, sub: "eve", exp: now() + 300 });
  const hs256 = `${encode({ alg: "HS256", kid: "key-0" })}.${claims}`;
  const secret = JSON.stringify(await issuer.publicKey());
  await using other = await openIssuer();
  const forged = [
    `${header}.${claims}.${signature}`,
    `${encode({ alg: "none" })}.${claims}.`,
    `${hs256}.${createHmac("sha256", secret).update(hs256).digest("base64url")}`,
    await other.sign({ sub: "eve", iss: issuer.url }),
    await other.sign({ sub: "eve", iss: issuer.url }, { kid: "unheard-of" }),
    await other.sign({ sub: "eve", iss: issuer.url }, { jku: other.jwks.href, jwk: await other.publicKey() }),
    "no.token.at.all",
    "abc",
  ];
  for (const token of forged) await expect(read(token)).rejects.toMatchObject({ code: "invalid_token" });
});

test("finds the keys where the issuer's metadata say, and those that are new", async () => {
  const { read } = openVerify({ isDiscovered: true });
  await issuer.rotate();
  expect(await read(await issuer.sign({ sub: "ada" }))).toMatchObject({ subject: "ada" });
});

test("while the keys are away nobody can tell, which is said and logged; afterwards it goes on by itself", async () => {
  for (const isDiscovered of [true, false]) {
    const { read, errors } = openVerify({ isDiscovered });
    const token = await issuer.sign({ sub: "ada" });
    issuer.away = true;
    await expect(read(token)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(errors).toHaveLength(1);
    issuer.away = false;
    expect(await read(token)).toMatchObject({ subject: "ada" });
  }
});

test("metadata of another issuer are not believed", async () => {
  const { read } = openVerify({ isDiscovered: true });
  issuer.claimsToBe = "https://evil.example.com";
  await expect(read(await issuer.sign({ sub: "ada" }))).rejects.toMatchObject({ code: "temporarily_unavailable" });
  issuer.claimsToBe = issuer.url;
});
