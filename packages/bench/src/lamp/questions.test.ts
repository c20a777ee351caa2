import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { allOf, SAMPLES, writeSample } from "./__fixtures__/official-files.ts";
import { readOutputs, readQuestions } from "./questions.ts";
import { LAMP_TASKS, parseTask, taskDefinition } from "./task.ts";

test.for(LAMP_TASKS)("the files of %s are read as they are", async (task) => {
  const paths = await writeSample(task);
  const questions = await allOf(readQuestions(paths.questions, task));
  expect(questions.map(({ id, input }) => ({ id, input }))).toEqual(
    SAMPLES[task].questions.map(() => expect.objectContaining({ id: expect.any(String), input: expect.any(String) })),
  );
  const outputs = await readOutputs(paths.outputs, task);
  for (const { id, profile } of questions) {
    expect(outputs.get(id)).toBeTruthy();
    for (const { texts } of profile) expect(Object.keys(texts).sort()).toEqual([...taskDefinition(task).keys].sort());
  }
});

test("dates are kept, and numbers count as text", async () => {
  const { questions } = await writeSample("LaMP_3", {
    questions: [{ id: 7, input: "review: fine", profile: [{ id: 8, text: "good", score: 4, date: 2014 }] }],
    golds: [],
  });
  expect(await allOf(readQuestions(questions, "LaMP_3"))).toEqual([
    { id: "7", input: "review: fine", profile: [{ id: "8", date: "2014", texts: { text: "good", score: "4" } }] },
  ]);
});

test("the list may stand under golds, as in the test file of Avocado", async () => {
  const { questions } = await writeSample("LaMP_6");
  await writeFile(questions, JSON.stringify({ task: "LaMP_6", golds: SAMPLES.LaMP_6.questions }));
  expect(await allOf(readQuestions(questions, "LaMP_6"))).toHaveLength(1);
});

test("a large file is read as far as it is asked for", async () => {
  const { questions } = await writeSample("LaMP_7");
  const file = createWriteStream(questions);
  const one = JSON.stringify({ id: "1", input: "tweet: hi", profile: [{ id: "2", text: "x".repeat(100_000) }] });
  file.write("[");
  for (let count = 0; count < 200; count += 1) file.write(`${one},`);
  file.end("and here it breaks off");
  await once(file, "close");
  const stream = readQuestions(questions, "LaMP_7");
  expect((await stream.next()).value).toMatchObject({ id: "1" });
  await stream.return(undefined);
  await expect(allOf(readQuestions(questions, "LaMP_7"))).rejects.toThrow("cannot be read as a file of LaMP");
});

test.for([
  ["of another task", "LaMP_2", SAMPLES.LaMP_7.questions, "has an item without description"],
  [
    "of LaMP-6 with ids alone",
    "LaMP_6",
    [{ id: "1", input: "x.1", profile: [{ id: "2", text: "x.2" }] }],
    "get Avocado (LDC2015T03)",
  ],
  ["with a question of no form", "LaMP_7", [{ id: "1", profile: [] }], "Question 1 of"],
] as const)("a file %s says what to do", async ([, task, questions, sentence]) => {
  const paths = await writeSample(task, { questions, golds: [] });
  await expect(allOf(readQuestions(paths.questions, task))).rejects.toThrow(sentence);
});

test("files that are not there, and outputs of another task, say what to do", async () => {
  await expect(allOf(readQuestions("/nowhere/dev_questions.json", "LaMP_1"))).rejects.toThrow(
    "Get the file from lamp-benchmark.github.io/download",
  );
  await expect(readOutputs("/nowhere/dev_outputs.json", "LaMP_1")).rejects.toThrow("is not there");
  const { outputs, questions } = await writeSample("LaMP_1");
  await expect(readOutputs(outputs, "LaMP_2")).rejects.toThrow("another task than LaMP_2");
  await expect(readOutputs(questions, "LaMP_1")).rejects.toThrow("The outputs are an object like");
});

test.for(["LaMP_4", "LaMP-4", "4"])("%s names a task", (text) => {
  expect(parseTask(text)).toBe("LaMP_4");
});

test("an unknown task lists those there are", () => {
  expect(() => parseTask("LaMP_8")).toThrow("LaMP_1, LaMP_2");
});
