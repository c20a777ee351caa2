import { PersonaError } from "@lifelong/core";
import { scriptedModel, scriptedOptimizer } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { allOf, writeSample } from "./__fixtures__/official-files.ts";
import { type LampQuestion, readOutputs, readQuestions } from "./questions.ts";
import { LAMP_SETTINGS, type LampAnswer, type LampOptions, runLamp } from "./run.ts";
import { LAMP_TASKS, type LampTask } from "./task.ts";

async function load(
  task: LampTask,
): Promise<Pick<LampOptions, "task" | "outputs"> & { questions: readonly LampQuestion[] }> {
  const paths = await writeSample(task);
  const questions = await allOf(readQuestions(paths.questions, task));
  return { task, questions, outputs: await readOutputs(paths.outputs, task) };
}

const idle = { name: "idle@1", propose: async () => ({ operations: [], usage: { calls: 1, inputTokens: 10 } }) };
const lastPrompt = (model: ReturnType<typeof scriptedModel>) =>
  model.requests
    .at(-1)
    ?.messages.map(({ text }) => text)
    .join();

describe("the prompt with retrieved items", () => {
  test.for([
    [
      "LaMP_1",
      'For an author who has written the paper with the title "Counting bees from balloons", and "Listening to hives", and "Balloons over fields", which reference is related?',
    ],
    [
      "LaMP_2",
      'the tag for the movie: "A goat is elected mayor of bakers." is "comedy", and the tag for the movie: "Miners on a moon find a door." is "sci-fi". Which tag',
    ],
    [
      "LaMP_3",
      '2 is the score for "This kettle leaks on the first day.", and 5 is the score for "The pan is heavy and honest.". What is the score',
    ],
    ["LaMP_4", '"Harbor wakes up" is the title for "The harbor has a new crane for the ferry.". Generate a headline'],
    [
      "LaMP_5",
      '"Weighing rain" is a title for "Rain is weighed by the sound of drops.". Following the given patterns Generate a title',
    ],
    ["LaMP_6", '"Key again" is the title for "Please leave the key under the pot.". Generate a subject'],
    ["LaMP_7", '"yay the bus was ON TIME today!!" are written by a person. Following the given patterns Paraphrase'],
  ] as const)("of %s is as its template says", async ([task, beginning]) => {
    const { questions, ...rest } = await load(task);
    const model = scriptedModel(() => "an answer");
    await runLamp({ ...rest, questions: questions.slice(0, 1), settings: ["retrieval"], retrieved: 2, model });
    expect(lastPrompt(model)?.slice(0, beginning.length)).toBe(beginning);
  });

  test("is the question alone where there is no profile", async () => {
    const { questions, ...rest } = await load("LaMP_7");
    const model = scriptedModel(() => "an answer");
    const bare = questions.map((question) => ({ ...question, profile: [] }));
    await runLamp({ ...rest, questions: bare, settings: ["retrieval"], model });
    expect(lastPrompt(model)).toBe(questions[0]?.input);
  });
});

test.for(LAMP_TASKS)("%s is asked under every setting, measured and costed", async (task) => {
  const loaded = await load(task);
  const golds = new Map(loaded.questions.map(({ id, input }) => [input, loaded.outputs.get(id) ?? ""]));
  const model = scriptedModel(({ messages }) => {
    const prompt = messages[0]?.text ?? "";
    return { text: ` ${golds.get(prompt) ?? "another"}\n`, usage: { inputTokens: 7, outputTokens: 1 } };
  });
  const { results, failed } = await runLamp({ ...loaded, settings: LAMP_SETTINGS, model, optimizer: idle });
  expect(failed).toEqual([]);
  expect(results.map(({ setting, questions }) => [setting, questions])).toEqual(
    LAMP_SETTINGS.map((setting) => [setting, loaded.questions.length]),
  );
  const [none, retrieval, learned] = results;
  const best = { LaMP_3: 0, LaMP_2: 0.133 }[task as string] ?? 1;
  expect(Object.values(none?.scores ?? {}).at(-1)).toMatchObject({ mean: best });
  expect(retrieval?.scores).not.toEqual(none?.scores);
  expect(none?.cost).toEqual({ calls: golds.size, inputTokens: 7 * golds.size, outputTokens: golds.size });
  // Nothing learned: the same prompt as without a profile, but the learning has cost something.
  expect(learned?.scores).toEqual(none?.scores);
  expect(learned?.cost.calls).toBeGreaterThan(golds.size);
});

test("the persona is learned from the items in the order of time, every k and from the rest", async () => {
  const { questions, ...rest } = await load("LaMP_1");
  const model = scriptedModel(() => "[1]");
  const optimizer = scriptedOptimizer([
    ({ sessions }) => ({
      operations: [
        {
          kind: "add",
          field: "personality.interests",
          content: "meadows",
          evidence: [{ sessionId: sessions[0]?.id ?? "", messageIndex: 0, quote: "take pictures of meadows" }],
        },
      ],
    }),
    () => ({ operations: [] }),
  ]);
  const { results } = await runLamp({ ...rest, questions, settings: ["learned"], model, optimizer, k: 2 });
  const read = optimizer.briefs.map(({ sessions }) => sessions.map(({ messages }) => messages[0]?.text.split("\n")[0]));
  expect(read).toEqual([
    ["I wrote a paper with the title Balloons over fields.", "I wrote a paper with the title Bread without yeast."],
    ["I wrote a paper with the title Listening to hives."],
  ]);
  expect(lastPrompt(model)).toMatch(
    /^<lifelong-persona[\s\S]*interested in: meadows[\s\S]*<\/lifelong-persona>\n\nFor an author/,
  );
  expect(results[0]?.scores.accuracy?.mean).toBe(1);
});

test("what is done is not asked again, and what fails is told and can be tried again", async () => {
  const loaded = await load("LaMP_2");
  const answers: LampAnswer[] = [];
  const first = await runLamp({
    ...loaded,
    settings: ["none"],
    concurrency: 1,
    model: scriptedModel(["comedy", new PersonaError("MODEL_UNAVAILABLE", "The service is away.")]),
    onDone: (answer) => void answers.push(answer),
  });
  expect(first.failed).toEqual([{ setting: "none", question: "23", sentence: "The service is away." }]);
  expect(first.results[0]?.questions).toBe(1);
  const model = scriptedModel(["sci-fi"]);
  const second = await runLamp({ ...loaded, settings: ["none"], model, done: answers });
  expect(model.requests).toHaveLength(1);
  expect(second.results[0]).toMatchObject({ questions: 2, scores: { accuracy: { mean: 1 } } });
});

test("after an abort the results are those of what was answered, and nothing further is read", async () => {
  const loaded = await load("LaMP_2");
  const stop = new AbortController();
  const model = scriptedModel(() => "comedy");
  let read = 0;
  const questions = (function* () {
    for (const question of loaded.questions) {
      read += 1;
      yield question;
    }
  })();
  const onDone = () => stop.abort();
  const run = await runLamp({
    ...loaded,
    questions,
    settings: ["none"],
    concurrency: 1,
    model,
    signal: stop.signal,
    onDone,
  });
  expect(run).toMatchObject({ failed: [], results: [{ questions: 1 }] });
  expect(model.requests).toHaveLength(1);
  expect(read).toBe(1);
});

test("items that lie years apart are all learned from, however many wait", async () => {
  const { questions, ...rest } = await load("LaMP_7");
  const profile = Array.from({ length: 25 }, (_, place) => ({
    id: String(place),
    date: String(1990 + place),
    texts: { text: `the bus number ${place} was late` },
  }));
  const optimizer = scriptedOptimizer([]);
  const dated = questions.map((question) => ({ ...question, profile }));
  await runLamp({
    ...rest,
    questions: dated,
    settings: ["learned"],
    model: scriptedModel(() => "hm"),
    optimizer,
    k: 25,
  });
  expect(optimizer.briefs.flatMap(({ sessions }) => sessions)).toHaveLength(25);
});

test("a question without an output stops the run and says what to give", async () => {
  const loaded = await load("LaMP_2");
  const model = scriptedModel(() => "comedy");
  const run = runLamp({ ...loaded, outputs: new Map([["20", "comedy"]]), settings: ["none"], model });
  await expect(run).rejects.toThrow("Question 23 has no output.");
});

test("no more questions are read than are asked at a time", async () => {
  const { questions, ...rest } = await load("LaMP_7");
  let read = 0;
  let asked = 0;
  const many = (function* () {
    for (const question of questions) for (; read < 20; read += 1) yield question;
  })();
  const model = scriptedModel(() => {
    asked += 1;
    expect(read).toBeLessThanOrEqual(asked + 2);
    return "hm";
  });
  const { results } = await runLamp({ ...rest, questions: many, settings: ["none"], concurrency: 2, model });
  expect(results[0]?.questions).toBe(20);
});
