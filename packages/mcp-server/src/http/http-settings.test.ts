import { describe, expect, test } from "vitest";
import { type HttpOptions, parseHttpSettings } from "./http-settings.ts";

const LONG = "0123456789abcdef0123456789abcdef";
const URL_HERE = "https://lifelong.example.com/mcp";

test("listens on this machine alone, for one user, unless told otherwise", () => {
  expect(parseHttpSettings({}, {})).toEqual({
    host: "127.0.0.1",
    port: 8642,
    hostnames: ["localhost", "127.0.0.1", "[::1]"],
    multiUser: false,
    requestsPerMinute: 600,
  });
});

test("takes tokens of an issuer, for the address that clients use", () => {
  const { oauth, hostnames } = parseHttpSettings({ issuer: "https://id.example.com/realms/team", url: URL_HERE }, {});
  expect(oauth).toEqual({
    issuer: "https://id.example.com/realms/team",
    audience: URL_HERE,
    resource: new URL(URL_HERE),
  });
  expect(hostnames).toContain("lifelong.example.com");
});

test("is reached from other machines with a token of the operator, under its own name", () => {
  const settings = parseHttpSettings({ host: "0.0.0.0", url: URL_HERE }, { LIFELONG_TOKEN: LONG });
  expect(settings).toMatchObject({ host: "0.0.0.0", token: LONG });
  expect(settings.hostnames).not.toContain("0.0.0.0");
  expect(parseHttpSettings({ host: "fd00::7" }, { LIFELONG_TOKEN: LONG }).hostnames).toContain("[fd00::7]");
});

const wrong: readonly (readonly [string, HttpOptions, Record<string, string>, RegExp])[] = [
  [
    "another machine's address without a token",
    { host: "0.0.0.0", url: URL_HERE },
    {},
    /set LIFELONG_TOKEN, or give --issuer/,
  ],
  ["a name of the network without a token", { host: "server.local" }, {}, /set LIFELONG_TOKEN/],
  ["every address without a name", { host: "::" }, { LIFELONG_TOKEN: LONG }, /give --url/],
  ["a short token", {}, { LIFELONG_TOKEN: "secret" }, /openssl rand/],
  ["a token that no header can carry", {}, { LIFELONG_TOKEN: `${LONG} ` }, /openssl rand/],
  [
    "a token and an issuer",
    { issuer: "https://id.example.com", url: URL_HERE },
    { LIFELONG_TOKEN: LONG },
    /one of the two/,
  ],
  ["an issuer without an address of one's own", { issuer: "https://id.example.com" }, {}, /give --url/],
  ["an audience without an issuer", { audience: "lifelong" }, {}, /give --issuer/],
  ["an issuer in the open", { issuer: "http://id.example.com", url: URL_HERE }, {}, /^--issuer takes .* https/],
  [
    "keys in the open",
    { issuer: "https://id.example.com", url: URL_HERE, jwks: "http://id.example.com/k" },
    {},
    /^--jwks/,
  ],
  ["an address in the open", { url: "http://lifelong.example.com/mcp" }, {}, /^--url/],
  ["an address with a password", { url: "https://ada:hunter2@lifelong.example.com/mcp" }, {}, /^--url/],
  ["a port that is none", { port: "70000" }, {}, /^--port takes a whole number from 0 to 65535/],
  ["a port with letters", { port: "80a" }, {}, /^--port/],
  ["a rate of nothing", { rate: "0" }, {}, /^--rate/],
];

describe("refuses", () => {
  test.for(wrong)("%s, and says what to do", ([, options, environment, sentence]) => {
    const parse = () => parseHttpSettings(options, environment);
    expect(parse).toThrowError(
      expect.objectContaining({ code: "CONFIGURATION", message: expect.stringMatching(sentence) }),
    );
    expect(parse).not.toThrowError(/hunter2|secret/);
  });
});
