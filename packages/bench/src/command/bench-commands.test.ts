import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openModel } from "@lifelong/core";
import providers from "@lifelong/providers";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ChatCompletionsServer, openChatCompletionsServer } from "../testing/chat-completions-server.ts";
import { addBenchCommands } from "./bench-commands.ts";
import type { BenchHouse } from "./bench-house.ts";
import { addEvalOptions } from "./eval-command.ts";

let folder: string;
let server: ChatCompletionsServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-command-"));
  server = await openChatCompletionsServer(play);
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Every part of a run, told apart by what it is asked. */
function play(request: string): string {
  if (request.includes("satisfied or continue") || request.includes("继续")) return "satisfied";
  if (request.includes("helpful, from 0 to 10") || request.includes("helpful，0 到 10"))
    return '{"analysis":"Fits.","helpful":8,"personal":6}';
  if (request.includes("similarity, from 0 to 10") || request.includes("similarity，0 到 10"))
    return 'Well: {"analysis":"Half.","similarity":5}';
  if (request.includes("You keep the persona") || request.includes("# Fields")) return '{"operations":[]}';
  return "Thanks, that will do.";
}

/** Runs a command where nobody can be asked, over real providers. */
async function call(words: readonly string[], house: Partial<BenchHouse> = {}) {
  const said: string[] = [];
  const noted: string[] = [];
  const whole: BenchHouse = {
    openModel: (location) => openModel(location, { plugins: [providers], environment: {} }),
    write: (text) => void said.push(text),
    note: (text) => void noted.push(text),
    interactive: false,
    confirm: async () => false,
    show: async () => {},
    ...house,
  };
  const withHouse = (work: (house: BenchHouse) => Promise<void>) => work(whole);
  const program = addBenchCommands(new Command("bench"), withHouse)
    .addCommand(addEvalOptions(new Command("eval"), withHouse))
    .exitOverride();
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  await program.parseAsync(words, { from: "user" });
  return { said: said.join("\n"), noted: noted.join("\n") };
}

const live = (...more: readonly string[]) => [
  "run",
  ...["--model", server.location, "--judge", `${server.location}-judge`, "--out", join(folder, "run")],
  ...["--personas", "2", "--episodes", "2", "--k", "1", "--settings", "none,learned", "--yes"],
  ...more,
];

describe("bench run", () => {
  test("asks real HTTP, judges, and writes a report that says what it is", async () => {
    const { said, noted } = await call(live());
    expect(said).toBe(join(folder, "run", "report.html"));
    expect(noted).toMatch(/8 conversations. About:\nchatbot .*calls \(at most/);
    expect((await readdir(join(folder, "run"))).toSorted()).toEqual([
      "calls.jsonl",
      "report.html",
      "report.json",
      "report.md",
    ]);
    const result = JSON.parse(await readFile(join(folder, "run", "report.json"), "utf8"));
    expect(result).toMatchObject({ kind: "live", scripted: false, falseAccepts: { of: 24 } });
    const [first] = result.arms[1].conversations;
    expect(first).toMatchObject({ helpful: 8, personal: 6, judgedSimilarity: 5, utterances: 1, satisfied: true });
    expect(first.cost.inputTokens).toBe(first.cost.calls * 100);
  });

  test("is replayed from its folder without a call, byte for byte", async () => {
    await call(live());
    const before = await readFile(join(folder, "run", "report.html"), "utf8");
    const asked = server.count();
    await call(live("--replay"));
    expect(server.count()).toBe(asked);
    expect(await readFile(join(folder, "run", "report.html"), "utf8")).toBe(before);
  });

  test("spends nothing that was not agreed to", async () => {
    const words = live().filter((word) => word !== "--yes");
    await expect(call(words)).rejects.toThrow("Nothing was asked. Say --yes to run it without a question.");
    await expect(call(words, { interactive: true })).rejects.toThrow("Nothing was asked");
    expect(server.count()).toBe(0);
  });

  test("compares several models, each under every setting, with the same user and judge", async () => {
    await call(live("--model", `${server.location}-small`));
    const result = JSON.parse(await readFile(join(folder, "run", "report.json"), "utf8"));
    const chatbot = "openai-compatible:local";
    expect(result.arms.map(({ name }: { name: string }) => name)).toEqual([
      `${chatbot}: none`,
      `${chatbot}: learned, k=1`,
      `${chatbot}-small: none`,
      `${chatbot}-small: learned, k=1`,
    ]);
    expect(result.arms[3].models).toMatchObject({ chatbot: `${chatbot}-small`, simulator: chatbot });
    const report = await readFile(join(folder, "run", "report.md"), "utf8");
    for (const name of [chatbot, `${chatbot}-small`]) expect(report).toMatch(new RegExp(`\\| ${name} \\(this run\\)`));
  });

  test("asks nothing without a judge", async () => {
    const words = live().filter((word) => word !== "--judge" && !word.endsWith("-judge"));
    await expect(call(words)).rejects.toThrow(/--judge/);
    expect(server.count()).toBe(0);
  });

  test("warns when the judge rates its own work", async () => {
    const words = live().map((word) => (word === `${server.location}-judge` ? server.location : word));
    expect((await call(words)).noted).toContain("Name another with --judge");
  });

  test("says what it would cost", async () => {
    expect((await call(live("--price", "in=1,out=10"))).noted).toMatch(/About \d+\.\d\d dollars/);
  });

  test.for([
    [["--k", "0"], /whole number above zero/],
    [["--settings", "none,gold"], /"gold" is none of none, golden/],
    [["--price", "cheap"], /in=0.25,out=2/],
    [["--language", "fr"], /en or zh/],
  ] as const)("refuses %j before anything is asked", async ([more, sentence]) => {
    await expect(call(live(...more))).rejects.toThrow(sentence);
    expect(server.count()).toBe(0);
  });

  test("runs on the scenes of the published data, measured by the profile", async () => {
    const persona = {
      Demographics: { Name: "石小溪", Age: 41 },
      scenes: [
        {
          scene_type: "烹饪：喜欢做饭",
          available_apis: null,
          scene_desc: "周末招待朋友",
          expected_response: "给出清淡的三道菜",
          scene_context: "有四位客人",
          personalized_query: "我周末请客做什么？",
          neutralized_query: "周末请客做什么菜？",
        },
      ],
    };
    await writeFile(join(folder, "personas.jsonl"), `${JSON.stringify({ id: "1", ...persona })}\n`);
    await call(live("--scenes", join(folder, "personas.jsonl")));
    const result = JSON.parse(await readFile(join(folder, "run", "report.json"), "utf8"));
    expect(result.arms[1].conversations).toHaveLength(1);
    expect(result.arms[1].conversations[0].persona.found.of).toBeGreaterThan(0);
  });
});

test("bench replays our own data where no command is named, and comes to the figures that the page shows", async () => {
  const { said } = await call(["--out", join(folder, "offline")]);
  expect(said).toBe(join(folder, "offline", "report.html"));
  const report = await readFile(join(folder, "offline", "report.md"), "utf8");
  expect(report).toContain("no language model took part");
  const page = fileURLToPath(new URL("../../../../docs/measurements/benchmark.md", import.meta.url));
  await expect(report).toMatchFileSnapshot(page);
}, 180_000);

test("eval compares k on one's own conversations, and recommends one", async () => {
  const lines = ["I live in Porto.", "What is new?", "And now?"].map((text) => ({
    messages: [{ role: "user", text }],
  }));
  await writeFile(join(folder, "own.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
  const { said } = await call([
    "eval",
    "--sessions",
    join(folder, "own.jsonl"),
    "--model",
    server.location,
    "--k",
    "1,3",
  ]);
  expect(said).toMatch(/^ +values +refused +agrees +calls/);
  expect(said).toMatch(/extractor +1 .*\nk=1 +1 .* 3 +\d+\nk=3 +1 .* 1 +\d+\nTake k=3: /);
});
