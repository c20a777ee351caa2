import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PersonaError } from "./errors.ts";
import { memoryStore } from "./memory-store.ts";
import type { LanguageModel } from "./model.ts";
import { modelName } from "./model.ts";
import { openModel, openStore, type Plugin, parsePlugin, printLocation } from "./plugin.ts";

const echo = (modelId: string): LanguageModel => ({
  provider: "echo",
  modelId,
  generate: async ({ messages }) => ({
    text: messages.at(-1)?.text ?? "",
    toolCalls: [],
    stop: "end",
    usage: {},
  }),
});

const plugin: Plugin = {
  name: "echo",
  apiVersion: 1,
  models: {
    echo: (location, { environment }) => echo(`${location}${environment.SUFFIX ?? ""}`),
    twice: async (location, { openModel: open }) => echo(`twice ${modelName(await open(location))}`),
  },
};

describe("openModel", () => {
  test("gives the factory what follows the scheme, and the environment", async () => {
    const model = await openModel("echo:http://host/v1#small", { plugins: [plugin], environment: { SUFFIX: "!" } });
    expect(model.modelId).toBe("http://host/v1#small!");
  });

  test("lets a model wrap another", async () => {
    const model = await openModel("twice:echo:small", { plugins: [plugin], environment: {} });
    expect(model.modelId).toBe("twice echo:small");
  });

  test.for([
    ["nobody:small", "the schemes are echo, twice"],
    ["small", "the schemes are echo, twice"],
    ["constructor:small", "the schemes are echo, twice"],
    ["nobody:https://ann:secret@host/v1?key=secret#small", '"nobody:https://host/v1#small"'],
  ])("refuses %s, and names what it knows", async ([location = "", sentence = ""]) => {
    const opening = openModel(location, { plugins: [plugin], environment: {} });
    await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.not.toThrow("secret");
  });

  test("refuses two plugins of one scheme, naming both", async () => {
    const plugins = [plugin, { ...plugin, name: "other" }];
    await expect(openModel("echo:small", { plugins, environment: {} })).rejects.toThrow(/"echo" and "other"/);
  });
});

describe("openStore", () => {
  const stores: Plugin = {
    name: "memory",
    apiVersion: 1,
    stores: {
      memory: (location, { environment }) => ({ ...memoryStore(), name: `${location}${environment.SUFFIX ?? ""}` }),
    },
  };

  test("gives the factory what follows the scheme, and the environment", async () => {
    const store = await openStore("memory://host/1", { plugins: [plugin, stores], environment: { SUFFIX: "!" } });
    expect(store.name).toBe("//host/1!");
  });

  test.for([
    ["redis://host", "the schemes are memory"],
    ["echo:small", "the schemes are memory"],
    ["redis://ann:secret@host/1?key=secret", 'The store "redis://host/1"'],
  ])("refuses %s, and names what it knows", async ([location = "", sentence = ""]) => {
    const opening = openStore(location, { plugins: [plugin, stores], environment: {} });
    await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.not.toThrow("secret");
  });

  test("refuses two plugins of one scheme, naming both", async () => {
    const plugins = [stores, { ...stores, name: "other" }];
    await expect(openStore("memory:", { plugins, environment: {} })).rejects.toThrow(
      'The plugins "memory" and "other" both open stores',
    );
  });
});

describe("a factory that fails", () => {
  const location = "own://ann:CANARY@host/1?key=CANARY";
  const failing = (error: unknown): Plugin => ({
    name: "theirs",
    apiVersion: 1,
    stores: {
      own: () => {
        throw error;
      },
    },
  });
  const openWith = (error: unknown) => openStore(location, { plugins: [failing(error)], environment: {} });

  test("is named with its scheme, and its own words are the cause", async () => {
    const cause = new Error(`cannot open ${location}`);
    const opening = openWith(cause);
    await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION", cause });
    await expect(opening).rejects.toThrow('The plugin "theirs" failed to open a store of the scheme "own".');
    await expect(opening).rejects.not.toThrow("CANARY");
  });

  test("is heard where it throws an error of ours", async () => {
    const error = new PersonaError("STORE_UNAVAILABLE", "Nobody answers.");
    await expect(openWith(error)).rejects.toBe(error);
  });
});

describe("parsePlugin", () => {
  test("gives a plugin back as it is", () => {
    expect(parsePlugin(plugin, "echo")).toBe(plugin);
  });

  test.for([
    [2, "is of API version 2, and this program takes API version 1"],
    ["0.9", "is of API version 0.9, and this program takes API version 1"],
  ] as const)("refuses API version %s, naming the one it takes", ([apiVersion, sentence]) => {
    expect(() => parsePlugin({ ...plugin, apiVersion }, "their-module")).toThrow(`"their-module" ${sentence}`);
  });

  test("refuses a module without a default export", () => {
    expect(() => parsePlugin(undefined, "their-module")).toThrow(/^"their-module" has no default export/);
  });

  test.for([
    ["something else", { join: () => "" }],
    ["nothing at all", null],
    ["a factory that is none", { ...plugin, models: { echo: "small" } }],
    ["a scheme that cannot stand before a colon", { ...plugin, models: { "a:b": () => echo("") } }],
  ] as const)("refuses %s, naming the module", ([, exported]) => {
    expect(() => parsePlugin(exported, "their-module")).toThrow(/^"their-module" exports no plugin/);
  });
});

test("a location is printed without user, password and query", () => {
  expect(printLocation("openai-compatible:https://ann:pw@host/v1?key=pw#qwen3")).toBe(
    "openai-compatible:https://host/v1#qwen3",
  );
  expect(printLocation("record:./a.jsonl#openai-compatible:https://ann:pw@host/v1?key=pw#x")).toBe(
    "record:./a.jsonl#openai-compatible:https://host/v1#x",
  );
  expect(printLocation("redis+cluster://ann:CANARY@one:1,ann:CANARY@two:2/?prefix=a")).toBe("redis+cluster://two:2/");
});

test.for([
  "redis://ann:CAN/ARY@host/0",
  "redis://ann:CAN?ARY@host/0",
  "redis://ann:CAN#ARY@host/0",
  "redis:ann:CANARY@host",
  "redis://host/0?password=CAN@ARY",
  "redis://one/x,ann:CANARY@two",
  "redis://CAN://ARY:pw@host/0",
  "redis://ann#CANARY://pw@host/0",
])("of %s, which cannot be told apart, only the scheme is printed", (location) => {
  expect(printLocation(location)).toMatch(/^redis:…$/);
});

test("words that only look like user, password and host are not printed", () => {
  expect(printLocation("CANARY@host")).toBe("…");
});

test("no user and password is ever printed, encoded or not, and no encoded query", () => {
  const secret = fc
    .string({ unit: fc.constantFrom("a", "/", "?", "#", "@", ":", "%", "\n", "日") })
    .map((text) => `K${text}K`);
  fc.assert(
    fc.property(secret, secret, secret, (user, password, query) => {
      const printed = printLocation(`redis://${user}:${password}@host/0?key=${encodeURIComponent(query)}`);
      expect(printed).not.toContain("K");
    }),
  );
});
