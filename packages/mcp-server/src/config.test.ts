import { describe, expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { notesFolder, placeOf } from "./location.ts";

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
    expect(parseConfig({}, environment, platform, "/home/ada").store).toEqual({ scheme: "file", directory });
  });

  test("on Windows lies in the user's profile", () => {
    const { store } = parseConfig({}, { USERPROFILE: "C:\\Users\\ada" }, "win32", "C:\\elsewhere");
    expect(placeOf(store).endsWith("C:\\Users\\ada\\.lifelong")).toBe(true);
  });
});

test("an option stands before the variable, and the variable before the default", () => {
  const environment = { LIFELONG_STORE: "file:/a", LIFELONG_PROFILE: "work" };
  const told = parseConfig({ store: "file:/b", profile: "home" }, environment, "linux", "/home/ada");
  expect([placeOf(told.store), told.profile]).toEqual(["/b", "home"]);
  const silent = parseConfig({}, environment, "linux", "/home/ada");
  expect([placeOf(silent.store), silent.profile]).toEqual(["/a", "work"]);
  expect(parseConfig({}, {}, "linux", "/home/ada").profile).toBe("default");
});

test("only LIFELONG_OFF=1 turns it off", () => {
  const off = (value: string) => parseConfig({}, { LIFELONG_OFF: value }, "linux", "/home/ada").off;
  expect([off("1"), off("0"), off("")]).toEqual([true, false, false]);
});

describe("a store elsewhere", () => {
  const storeOf = (store: string) => parseConfig({ store }, { XDG_DATA_HOME: "/data" }, "linux", "/home/ada").store;
  const written = "redis://ada:secret@host:6379/0?prefix=secret";

  test("is kept as it was written, and printed without user, password and query", () => {
    const store = storeOf(written);
    expect(store).toMatchObject({ scheme: "redis", secret: written });
    expect(placeOf(store)).toBe("redis://host:6379/0");
  });

  test("has its notes in the data folder, under a name that no password is in", () => {
    const notes = notesFolder(storeOf(written));
    expect(notes).toMatch(/^\/data\/lifelong\/elsewhere\/[0-9a-f]{16}$/);
    expect(notesFolder(storeOf("redis://eve:other@host:6379/0"))).toBe(notes);
    expect(notesFolder(storeOf("redis://host:6379/1"))).not.toBe(notes);
  });
});

test.for(["C:\\ada:secret@lifelong", "/plain/path", "secret@host", "file:", ""])(
  "refuses the store %s, naming what exists",
  (store) => {
    const read = () => parseConfig({ store }, {}, "linux", "/home/ada");
    expect(read).toThrowError(
      expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("file: and a folder") }),
    );
    expect(read).not.toThrowError(/secret|ada:/);
  },
);

test("plugins are named by option before the variable, which takes commas", () => {
  const environment = { LIFELONG_PLUGIN: " one, ./two.ts ," };
  const pluginsOf = (plugin?: readonly string[]) => parseConfig({ plugin }, environment, "linux", "/home/ada").plugins;
  expect(pluginsOf()).toEqual(["one", "./two.ts"]);
  expect(pluginsOf(["three"])).toEqual(["three"]);
});

describe("who does the deep pass", () => {
  const learning = (options: Parameters<typeof parseConfig>[0], environment: Record<string, string> = {}) =>
    parseConfig(options, environment, "linux", "/home/ada").learning;

  test("is the assistant unless a model is named", () => {
    expect(learning({})).toEqual({ ceiling: { callsPerDay: 200 } });
  });

  test("is told by options before variables, and an empty variable tells nothing", () => {
    const environment = {
      LIFELONG_MODEL: "openai:gpt-5-mini",
      LIFELONG_FALLBACK: "",
      LIFELONG_EVERY: "5",
    };
    expect(learning({}, environment)).toEqual({
      model: "openai:gpt-5-mini",
      every: 5,
      ceiling: { callsPerDay: 200 },
    });
    const options = { model: "cli:claude", fallback: "cli:codex", every: "1", ceiling: "tokens=9" };
    expect(learning(options, environment)).toEqual({
      model: "cli:claude",
      fallback: "cli:codex",
      every: 1,
      ceiling: { tokensPerDay: 9 },
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
