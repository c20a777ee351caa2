import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadTokenCounter, PersonaError } from "@lifelong/core";
import { describe, expect, test } from "vitest";
import { type Instead, scriptedWriter, textOf } from "./__fixtures__/scripted-writer.ts";
import { generateCharacters } from "./generation.ts";
import { leakedWords } from "./leak.ts";
import { planGeneration } from "./plan.ts";
import { personJson, scenesJson } from "./prompts/prompts.ts";
import { type GenerationRequest, materialFor } from "./request.ts";
import { STAGES } from "./stages.ts";
import { loadWordReader } from "./words.ts";

const REQUEST: GenerationRequest = { language: "en", people: 3, scenes: 3 };

const newFolder = () => mkdtemp(join(tmpdir(), "generation-"));

async function contents(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)),
  );
}

async function generate(instead?: Instead, request: GenerationRequest = REQUEST) {
  const model = scriptedWriter(instead);
  const folder = await newFolder();
  return { model, folder, generated: await generateCharacters({ request, model, folder, concurrency: 1 }) };
}

describe("a request", () => {
  test("becomes characters with profiles, scenes and neutral queries", async () => {
    const { generated } = await generate();
    const read = await loadWordReader("en");
    expect(generated.characters.map(({ id, scenes }) => [id, scenes.length])).toEqual([
      ["en-001", 3],
      ["en-002", 3],
      ["en-003", 3],
    ]);
    for (const { about, voice, profile, scenes } of generated.characters) {
      expect([about, voice].every(Boolean)).toBe(true);
      expect(profile).toMatchObject({ "demographics.age": 47, likes: [expect.any(String), expect.any(String)] });
      for (const scene of scenes) {
        expect(scene).toMatchObject({ tools: [{ name: "lookUp", parameters: { words: "What" } }] });
        expect(leakedWords(scene.query, { profile }, read)).toEqual([]);
        expect(scene.expected).not.toBe("");
      }
    }
  });

  test("costs what was planned, and at most twice that", async () => {
    const plan = await planGeneration(REQUEST);
    const { generated, model } = await generate();
    expect(generated.stages.map(({ stage, cost }) => [stage, cost.calls])).toEqual(
      plan.stages.map(({ stage, calls }) => [stage, calls]),
    );
    expect(generated.cost).toEqual({
      calls: plan.total.calls,
      inputTokens: 100 * plan.total.calls,
      outputTokens: 10 * plan.total.calls,
    });
    const again = new Set<string>();
    const stubborn = await generate((_, request) => {
      if (again.has(textOf(request)) || request.messages.length > 2) return undefined;
      again.add(textOf(request));
      return "not yet";
    });
    expect(stubborn.model.requests).toHaveLength(2 * model.requests.length);
    expect(stubborn.model.requests.length).toBeLessThanOrEqual(plan.total.most.calls);
    expect(stubborn.generated.characters).toHaveLength(3);
  });

  test("has about the tokens that were planned", async () => {
    const count = await loadTokenCounter();
    const request: GenerationRequest = { language: "en", people: 1, scenes: 2 };
    const [, other, third] = materialFor(request).seeds;
    if (!other || !third) throw new Error("There are too few seeds.");
    const { model } = await generate((name, asked) => {
      if (name === "hints") return JSON.stringify({ hints: ["A tram driver who collects rain."] });
      if (name === "person") return personJson(other);
      if (name === "query") return JSON.stringify(other.personal);
      return name === "scenes"
        ? scenesJson([textOf(asked).includes("occasions") ? other.scene : third.scene])
        : undefined;
    }, request);
    const { calls, inputTokens } = (await planGeneration(request)).total;
    expect(model.requests).toHaveLength(calls);
    const asked = model.requests.flatMap(({ messages }) => messages).reduce((sum, { text }) => sum + count(text), 0);
    expect(asked / inputTokens).toBeGreaterThan(0.85);
    expect(asked / inputTokens).toBeLessThan(1.15);
  });

  test("is the same whether one or four are made at a time", async () => {
    const { generated } = await generate();
    const folder = await newFolder();
    const other = await generateCharacters({ request: REQUEST, model: scriptedWriter(), folder, concurrency: 4 });
    expect(other).toEqual(generated);
  });

  test("in Chinese is asked for in Chinese", async () => {
    const model = scriptedWriter();
    await generateCharacters({ request: { language: "zh", people: 1, scenes: 1 }, model, folder: await newFolder() });
    expect(model.requests[0]?.messages[0]?.text).toMatch(/^你为测试助手而虚构人物/);
  });

  test.for([{ people: 0 }, { scenes: 1.5 }, { seeds: [] }])("with %o is refused", async (change) => {
    const folder = await newFolder();
    const request = { ...REQUEST, ...change };
    await expect(generateCharacters({ request, model: scriptedWriter(), folder })).rejects.toThrow(PersonaError);
    await expect(planGeneration(request)).rejects.toThrow(PersonaError);
  });
});

describe("a run that was killed", () => {
  test("goes on from every line, and from the middle of every line, without asking twice", async () => {
    const { folder: whole, model: full, generated } = await generate();
    const finished = await contents(whole);
    const lines = STAGES.flatMap((stage) =>
      (finished[`${stage}.jsonl`] ?? "").split(/(?<=\n)/).map((line) => ({ stage, line })),
    );
    expect(lines).toHaveLength(full.requests.length);
    for (let at = 0; at <= lines.length; at += 1) {
      for (const torn of [0, 1, 0.5, 0.99]) {
        const folder = await newFolder();
        await writeFile(join(folder, "request.json"), finished["request.json"] ?? "");
        const rest = lines[at]?.line ?? "";
        // The middle of a line may lie within a character.
        const tail = Buffer.from(rest).subarray(0, torn === 1 ? 1 : Math.floor(torn * Buffer.byteLength(rest)));
        for (const stage of STAGES) {
          const kept = lines.slice(0, at).flatMap((each) => (each.stage === stage ? each.line : []));
          const bytes = [Buffer.from(kept.join("")), ...(lines[at]?.stage === stage ? [tail] : [])];
          if (Buffer.concat(bytes).length > 0) await writeFile(join(folder, `${stage}.jsonl`), Buffer.concat(bytes));
        }
        const model = scriptedWriter();
        expect(await generateCharacters({ request: REQUEST, model, folder, concurrency: 1 })).toEqual(generated);
        expect(model.requests).toHaveLength(lines.length - at);
        expect(await contents(folder)).toEqual(finished);
      }
    }
  }, 120_000);

  test.for([1, 7, 20])("by SIGKILL after %i items goes on with the others", async (items) => {
    const folder = await newFolder();
    const script = fileURLToPath(new URL("./__fixtures__/killed-run.ts", import.meta.url));
    expect(spawnSync(process.execPath, [script, folder, String(items)]).signal).toBe("SIGKILL");
    const { generated } = await generate();
    const model = scriptedWriter();
    expect(await generateCharacters({ request: REQUEST, model, folder })).toEqual(generated);
    expect(model.requests).toHaveLength(generated.cost.calls - items);
  });

  test("or whose model went away goes on at the call that failed", async () => {
    const { model: full, generated, folder: whole } = await generate();
    for (let failing = 0; failing < full.requests.length; failing += 1) {
      const folder = await newFolder();
      let call = 0;
      const model = scriptedWriter(() => {
        call += 1;
        if (call > failing) throw new PersonaError("MODEL_UNAVAILABLE", "The service is away.");
        return undefined;
      });
      await expect(generateCharacters({ request: REQUEST, model, folder, concurrency: 1 })).rejects.toThrow("is away");
      expect(await generateCharacters({ request: REQUEST, model: scriptedWriter(), folder, concurrency: 1 })).toEqual(
        generated,
      );
      expect(await contents(folder)).toEqual(await contents(whole));
    }
  });

  test("or stopped keeps what was made until then", async () => {
    const folder = await newFolder();
    const stop = new AbortController();
    const model = scriptedWriter();
    const onItem = () => {
      if (model.requests.length === 5) stop.abort();
    };
    const run = generateCharacters({ request: REQUEST, model, folder, concurrency: 1, signal: stop.signal, onItem });
    await expect(run).rejects.toThrow("aborted");
    const { generated } = await generate();
    const second = scriptedWriter();
    expect(await generateCharacters({ request: REQUEST, model: second, folder, concurrency: 1 })).toEqual(generated);
    expect(second.requests).toHaveLength(generated.cost.calls - 5);
  });

  test("finds another request's folder closed, and a broken line named", async () => {
    const { folder } = await generate();
    const run = (request: GenerationRequest) => generateCharacters({ request, model: scriptedWriter(), folder });
    await expect(run({ ...REQUEST, people: 4 })).rejects.toThrow("characters of another request");
    await writeFile(join(folder, "people.jsonl"), '{"key":"0","item":{"about":1},"cost":{"calls":1}}\n');
    await expect(run(REQUEST)).rejects.toThrow("Line 1 of");
  });
});

describe("what is dropped", () => {
  test("a near-duplicate of a hint is asked for again, of a scene left out", async () => {
    let hints = 0;
    const { generated } = await generate((name, request) => {
      if (name === "hints" && hints++ === 0) {
        const same = "alpha beta gamma delta epsilon";
        return JSON.stringify({ hints: [same, `${same} zeta`, "one two three four five"] });
      }
      if (name === "scenes") {
        const count = Number(/Invent (\d+)/.exec(textOf(request))?.[1]);
        const scene = {
          description: "a roof that leaks",
          context: "It drips into the kitchen since Monday.",
          tools: [],
        };
        return JSON.stringify({ scenes: Array.from({ length: count }, () => scene) });
      }
      return undefined;
    });
    expect(generated.stages.slice(0, 3)).toMatchObject([
      { stage: "hints", kept: 3, dropped: { duplicate: 1 }, cost: { calls: 2 } },
      { stage: "people", kept: 3, dropped: {} },
      { stage: "scenes", kept: 3, dropped: { duplicate: 6 } },
    ]);
  });

  test("a person who is nearly another gets no scenes", async () => {
    const names = ["Ada", "Eva", "Ida"];
    const { generated, model } = await generate((name) => {
      return name === "person" ? JSON.stringify(PERSON).replace("Ada", () => names.shift() ?? "") : undefined;
    });
    expect(generated.stages[1]).toMatchObject({ kept: 1, dropped: { duplicate: 2 } });
    expect(generated.characters.map(({ id }) => id)).toEqual(["en-001"]);
    expect(model.requests.filter(({ output }) => output?.kind === "schema" && output.name === "scenes")).toHaveLength(
      2,
    );
  });

  test("a query with a word of the person is asked for again by naming it, then dropped", async () => {
    const shown: string[] = [];
    const leak = JSON.stringify({ query: "Where do lighthouse keepers buy paint?" });
    const { generated } = await generate(
      (name, request) => {
        if (name === "person") return JSON.stringify(PERSON);
        if (name !== "neutral") return undefined;
        shown.push(request.messages.at(-1)?.text ?? "");
        return shown.length === 2 ? JSON.stringify({ query: "Where can I buy paint?" }) : leak;
      },
      { ...REQUEST, people: 1, scenes: 2 },
    );
    expect(shown).toHaveLength(4);
    expect(shown[1]).toContain("it shows who asks by these words: lighthouse, keepers.");
    expect(generated.stages[4]).toMatchObject({ stage: "neutral", kept: 1, dropped: { leak: 1 }, cost: { calls: 4 } });
    expect(generated.characters[0]?.scenes.map(({ query }) => query)).toEqual(["Where can I buy paint?"]);
  });

  test("what can not be answered, what stays unreadable and what a model declines is not asked further", async () => {
    let queries = 0;
    const { generated } = await generate(
      (name) => {
        if (name === "answerable") return JSON.stringify({ why: "It asks for nothing.", answerable: false });
        if (name !== "query") return undefined;
        queries += 1;
        if (queries === 1) return { stop: "refusal" };
        return queries <= 3 ? '{"query":""' : undefined;
      },
      { ...REQUEST, people: 1 },
    );
    expect(generated.characters).toEqual([]);
    expect(generated.stages.slice(3)).toMatchObject([
      { kept: 1, dropped: { refused: 1, unreadable: 1 }, cost: { calls: 4 } },
      { kept: 1, dropped: {} },
      { kept: 0, dropped: { unanswerable: 1 } },
    ]);
  });

  test("a person is asked for again with the fields that do not fit", async () => {
    const shown: string[] = [];
    await generate(
      (name, request) => {
        if (name !== "person" || request.messages.length > 2) {
          if (name === "person") shown.push(request.messages.at(-1)?.text ?? "");
          return undefined;
        }
        const profile = PERSON.profile.map((entry) =>
          entry.field === "demographics.age" ? { ...entry, content: "old" } : entry,
        );
        return JSON.stringify({ ...PERSON, profile: [...profile, { field: "location", content: "Second" }] });
      },
      { ...REQUEST, people: 1, scenes: 1 },
    );
    expect(shown).toEqual([expect.stringContaining("it does not fit the form: demographics.age; location.")]);
  });
});

const PERSON = {
  about: "Looks after a lighthouse that no ship needs any more and paints the same bay every morning.",
  voice: "Quiet, exact, never in a hurry.",
  profile: [
    { field: "demographics.name", content: "Ada Quill" },
    { field: "demographics.age", content: "61" },
    { field: "demographics.nationality", content: "Irish" },
    { field: "demographics.career", content: "lighthouse keeper" },
    { field: "demographics.language", content: "English" },
    { field: "personality.extraversion", content: "I" },
    { field: "patterns.usage", content: "Asks in the morning while the light is good." },
    { field: "location", content: "Mizen" },
    { field: "education", content: "evening classes in drawing" },
    { field: "likes", content: "watercolors" },
    { field: "diet", content: "vegetarian" },
  ],
};
