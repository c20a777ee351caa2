import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LanguageModel, type ModelRequest, openModel, PersonaError } from "@lifelong/core";
import { modelContract, scriptedModel } from "@lifelong/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openaiModel } from "./openai.ts";
import { plugin } from "./plugin.ts";
import { recordingModel } from "./record.ts";
import { replayedModel } from "./replay.ts";
import { openAnsweringServer } from "./testing/answering-server.ts";
import { openaiWire } from "./testing/openai-wire.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-replay-"));
});
afterAll(() => rm(folder, { recursive: true }));
const newFile = () => join(folder, `${randomUUID()}.jsonl`);

const ask = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: "user", text }],
  ...more,
});

describe.concurrent("a recording model keeps the whole contract", () => {
  for (const { name, run } of modelContract) {
    test(name, () =>
      run({
        ...openaiWire,
        open: ({ baseURL, apiKey }) => recordingModel(openaiModel({ modelId: "m", apiKey, baseURL }), newFile()),
      }),
    );
  }
});

describe("a recording", () => {
  test("is replayed offline by the same request, whatever its time limit, and refuses any other", async () => {
    const file = newFile();
    const model = scriptedModel([{ text: "Fine.", usage: { inputTokens: 3 } }, "Well."], { output: "json" });
    const recorder = recordingModel(model, file);
    await recorder.generate(ask("How are you?", { timeoutMs: 5, output: { kind: "json" } }));
    await recorder.generate(ask("And now?"));
    const replayed = await replayedModel({ file });
    expect(replayed).toMatchObject({ provider: "scripted", modelId: "scripted", output: "json" });
    expect(await replayed.generate(ask("How are you?", { output: { kind: "json" } }))).toEqual({
      text: "Fine.",
      toolCalls: [],
      stop: "end",
      usage: { inputTokens: 3 },
    });
    for (const other of [ask("How are you?"), ask("And now?", { temperature: 0 }), ask("Something else")]) {
      await expect(replayed.generate(other)).rejects.toMatchObject({
        code: "CONFIGURATION",
        message: expect.stringContaining(`record:${file}#scripted:scripted`),
      });
    }
  });

  test("gives several answers to one request in their order, then the last again", async () => {
    const file = newFile();
    const recorder = recordingModel(scriptedModel(["one", "two"]), file);
    for (let count = 0; count < 2; count += 1) await recorder.generate(ask("Again"));
    const replayed = await replayedModel({ file });
    const texts = [];
    for (let count = 0; count < 3; count += 1) texts.push((await replayed.generate(ask("Again"))).text);
    expect(texts).toEqual(["one", "two", "two"]);
  });

  test("lets a listener hear the text as it comes, and in a replay whole", async () => {
    const file = newFile();
    const streaming = scriptedModel((request) => {
      for (const delta of ["Fi", "ne."]) request.onText?.(delta);
      return "Fine.";
    });
    const listen = async (model: LanguageModel, text: string) => {
      const heard: string[] = [];
      await model.generate(ask(text, { onText: (delta) => heard.push(delta) }));
      return heard;
    };
    expect(await listen(recordingModel(streaming, file), "Hello")).toEqual(["Fi", "ne."]);
    expect(await listen(await replayedModel({ file }), "Hello")).toEqual(["Fine."]);
  });

  test("of several models asks which", async () => {
    const file = newFile();
    for (const modelId of ["a", "b"])
      await recordingModel(scriptedModel([modelId], { modelId }), file).generate(ask("Who?"));
    await expect(replayedModel({ file })).rejects.toThrow("the models scripted:a, scripted:b");
    const replayed = await openModel(`replay:${file}#scripted:b`, { plugins: [plugin], environment: {} });
    expect((await replayed.generate(ask("Who?"))).text).toBe("b");
  });

  test("is its owner's alone, holds whole lines from calls at once, and nothing of a service that was away", async () => {
    const file = newFile();
    let turn = 0;
    const model = scriptedModel(async () => {
      turn += 1;
      if (turn === 5) throw new PersonaError("MODEL_UNAVAILABLE", "Away.");
      return "x".repeat(600_000);
    });
    const recorder = recordingModel(model, file);
    await Promise.allSettled(Array.from({ length: 20 }, (_, index) => recorder.generate(ask(`${index}`))));
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).format)).toEqual(Array.from({ length: 19 }, () => 1));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("leads a replay down the same ladder: what the service did not take is not taken again", async () => {
    const file = newFile();
    const form: ModelRequest["output"] = { kind: "schema", name: "proposal", schema: { type: "object" } };
    const model = scriptedModel(
      ({ output }) => {
        if (output?.kind === "schema") throw new PersonaError("MODEL_REJECTED", "The service knows no schema.");
        return "As text.";
      },
      { output: "schema" },
    );
    const twice = async (asked: LanguageModel) => {
      await expect(asked.generate(ask("Well?", { output: form }))).rejects.toMatchObject({ code: "MODEL_REJECTED" });
      expect((await asked.generate(ask("Well?"))).text).toBe("As text.");
    };
    await twice(recordingModel(model, file));
    await twice(await replayedModel({ file }));
    expect(await readFile(file, "utf8")).not.toContain("knows no schema");
  });

  test("of a file that cannot be written is refused before the model costs anything", async () => {
    const model = scriptedModel(["never"]);
    await expect(recordingModel(model, join(folder, "none", "x.jsonl")).generate(ask("Hello"))).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("cannot be written"),
    });
    expect(model.requests).toEqual([]);
  });

  test("holds no key", async () => {
    const file = newFile();
    const apiKey = "sk-canary-77e1";
    const server = await openAnsweringServer(openaiWire.encode({ text: "Fine.", stop: "end" }, {}));
    await recordingModel(openaiModel({ modelId: "m", apiKey, baseURL: server.baseURL }), file).generate(ask("Hello"));
    server.close();
    expect(server.asked[0]?.headers.authorization).toContain(apiKey);
    const recorded = await readFile(file, "utf8");
    expect(recorded).toContain("Fine.");
    expect(recorded).not.toContain("canary");
  });

  test("goes on after a line that a crash cut off, on a line of its own", async () => {
    const file = newFile();
    await writeFile(file, '{"format":1,"key":"ab');
    await recordingModel(scriptedModel(["one"]), file).generate(ask("Hello"));
    const [torn, whole] = (await readFile(file, "utf8")).split("\n");
    expect(torn).toBe('{"format":1,"key":"ab');
    expect(JSON.parse(whole ?? "")).toMatchObject({ reply: { text: "one" } });
  });

  test("with a line cut off by a crash is read up to there; another damaged line is named", async () => {
    const file = newFile();
    await recordingModel(scriptedModel(["one"]), file).generate(ask("Hello"));
    await appendFile(file, '{"format":1,"key":"ab');
    expect((await (await replayedModel({ file })).generate(ask("Hello"))).text).toBe("one");
    await writeFile(file, `no JSON\n${await readFile(file, "utf8")}`);
    await expect(replayedModel({ file })).rejects.toThrow(/^Line 1 of the recording/);
  });

  test.for(["replay:/no/such/file.jsonl", "record:./x.jsonl"])("%s is refused with an example", async (location) => {
    await expect(openModel(location, { plugins: [plugin], environment: {} })).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("#openai:gpt-5-mini"),
    });
  });
});
