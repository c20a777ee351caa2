import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";

describe("the data folder", () => {
  test.for<[NodeJS.Platform, Record<string, string>, string]>([
    ["linux", {}, "/home/ada/.local/share/lifelong"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/lifelong"],
    ["linux", { XDG_DATA_HOME: "relative" }, "/home/ada/.local/share/lifelong"],
    ["linux", { XDG_DATA_HOME: "" }, "/home/ada/.local/share/lifelong"],
    ["darwin", { XDG_DATA_HOME: "/data" }, "/home/ada/Library/Application Support/lifelong"],
    ["linux", { LIFELONG_STORE: "file:/srv/lifelong" }, "/srv/lifelong"],
    ["linux", { LIFELONG_STORE: "file:///srv/lifelong" }, "/srv/lifelong"],
  ])("on %s with %o is %s", ([platform, environment, directory]) => {
    expect(parseConfig({}, environment, platform, "/home/ada").store.directory).toBe(directory);
  });

  test("on Windows lies in the user's profile", () => {
    const { store } = parseConfig({}, { USERPROFILE: "C:\\Users\\ada" }, "win32", "C:\\elsewhere");
    expect(store.directory.endsWith("C:\\Users\\ada\\.lifelong")).toBe(true);
  });
});

test("an option stands before the variable, and the variable before the default", () => {
  const environment = { LIFELONG_STORE: "file:/a", LIFELONG_PROFILE: "work" };
  const told = parseConfig({ store: "file:/b", profile: "home" }, environment, "linux", "/home/ada");
  expect([told.store.directory, told.profile]).toEqual(["/b", "home"]);
  const silent = parseConfig({}, environment, "linux", "/home/ada");
  expect([silent.store.directory, silent.profile]).toEqual(["/a", "work"]);
  expect(parseConfig({}, {}, "linux", "/home/ada").profile).toBe("default");
});

test("only LIFELONG_OFF=1 turns it off", () => {
  const off = (value: string) => parseConfig({}, { LIFELONG_OFF: value }, "linux", "/home/ada").off;
  expect([off("1"), off("0"), off("")]).toEqual([true, false, false]);
});

test.for(["redis://ada:secret@host:6379/0?key=secret", "/plain/path", "file:", ""])(
  "refuses the store %s, naming what exists",
  (store) => {
    const read = () => parseConfig({ store }, {}, "linux", "/home/ada");
    expect(read).toThrowError(
      expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("file: and a folder") }),
    );
    expect(read).not.toThrowError(/secret|ada:/);
  },
);

describe("who does the deep pass", () => {
  const learning = (options: Parameters<typeof parseConfig>[0], environment: Record<string, string> = {}) =>
    parseConfig(options, environment, "linux", "/home/ada").learning;

  test("is the assistant unless a model is named", () => {
    expect(learning({})).toEqual({ plugins: [], ceiling: { callsPerDay: 200 }, environment: {} });
  });

  test("is told by options before variables, and an empty variable tells nothing", () => {
    const environment = {
      LIFELONG_MODEL: "openai:gpt-5-mini",
      LIFELONG_FALLBACK: "",
      LIFELONG_PLUGINS: " one, ./two.ts ,",
      LIFELONG_EVERY: "5",
    };
    expect(learning({}, environment)).toEqual({
      model: "openai:gpt-5-mini",
      plugins: ["one", "./two.ts"],
      every: 5,
      ceiling: { callsPerDay: 200 },
      environment,
    });
    const options = { model: "cli:claude", fallback: "cli:codex", plugin: ["three"], every: "1", ceiling: "tokens=9" };
    expect(learning(options, environment)).toEqual({
      model: "cli:claude",
      fallback: "cli:codex",
      plugins: ["three"],
      every: 1,
      ceiling: { tokensPerDay: 9 },
      environment,
    });
  });

  test("takes as long, and all profiles together cost as much, as is told", () => {
    expect(learning({ timeout: "3600", totalCeiling: "calls=9" })).toMatchObject({
      timeoutMs: 3_600_000,
      totalCeiling: { callsPerDay: 9 },
    });
    expect(learning({}, { LIFELONG_TIMEOUT: "60", LIFELONG_TOTAL_CEILING: "tokens=9" })).toMatchObject({
      timeoutMs: 60_000,
      totalCeiling: { tokensPerDay: 9 },
    });
  });

  test("keeps what is told, by option before variable", () => {
    expect(learning({})).not.toHaveProperty("keepSessions");
    expect(learning({ keepSessions: "90", keepRevisions: "200" })).toMatchObject({
      keepSessions: 90,
      keepRevisions: 200,
    });
    const variables = { LIFELONG_KEEP_SESSIONS: "used", LIFELONG_KEEP_REVISIONS: "50" };
    expect(learning({ keepSessions: "all" }, variables)).toMatchObject({ keepSessions: "all", keepRevisions: 50 });
    expect(learning({}, variables)).toMatchObject({ keepSessions: "used" });
  });

  test.for([
    ["calls=5", { callsPerDay: 5 }],
    ["calls=5,tokens=1000", { callsPerDay: 5, tokensPerDay: 1_000 }],
    ["none", {}],
  ] as const)("a ceiling of %s is read", ([ceiling, read]) => {
    expect(learning({ ceiling }).ceiling).toEqual(read);
  });

  test.for([
    [{ ceiling: "50" }, "calls=50"] as const,
    [{ timeout: "soon" }, "--timeout"] as const,
    [{ fallback: "cli:codex" }, "--model"] as const,
    [{ keepSessions: "0" }, "--keep-sessions"] as const,
    [{ keepSessions: "90 days" }, "--keep-sessions"] as const,
    [{ keepRevisions: "some" }, "--keep-revisions"] as const,
    [{ every: "0" }, "--every"] as const,
    [{ every: "2.5" }, "--every"] as const,
  ])("refuses %o, naming the option", ([options, option]) => {
    expect(() => learning(options)).toThrowError(
      expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining(option) }),
    );
  });
});
