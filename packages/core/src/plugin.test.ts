import { describe, expect, test } from "vitest";
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

describe("parsePlugin", () => {
  test("gives a plugin back as it is", () => {
    expect(parsePlugin(plugin, "echo")).toBe(plugin);
  });

  test.for([
    ["nothing", undefined],
    ["another API version", { ...plugin, apiVersion: 2 }],
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
});
