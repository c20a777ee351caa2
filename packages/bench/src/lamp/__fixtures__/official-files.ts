import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LampTask } from "../task.ts";

const TAGS =
  "[sci-fi, based on a book, comedy, action, twist ending, dystopia, dark comedy, classic, psychology, fantasy, romance, thought-provoking, social commentary, violence, true story]";

interface Sample {
  readonly questions: readonly unknown[];
  readonly golds: readonly { readonly id: string; readonly output: string }[];
}

/** Questions and outputs in the form of the official files, all of it invented. */
export const SAMPLES: Readonly<Record<LampTask, Sample>> = {
  LaMP_1: {
    questions: [
      {
        id: "110",
        input:
          'For an author who has written the paper with the title "Counting bees from balloons", which reference is related? Just answer with [1] or [2] without explanation. [1]: "Hive acoustics at dawn" [2]: "Concrete under frost"',
        profile: [
          {
            id: "1",
            title: "Listening to hives",
            abstract: "Microphones in hives tell how many bees leave.",
            date: "2015-03-02",
          },
          {
            id: "2",
            title: "Balloons over fields",
            abstract: "Cheap balloons take pictures of meadows.",
            date: "2011-10-20",
          },
          { id: "3", title: "Bread without yeast", abstract: "A side project on flat loaves.", date: "2013-01-05" },
        ],
      },
    ],
    golds: [{ id: "110", output: "[1]" }],
  },
  LaMP_2: {
    questions: [
      {
        id: "20",
        input: `Which tag does this movie relate to among the following tags? Just answer with the tag name without further explanation. tags: ${TAGS} description: Two rival bakers elected a goat as their mayor.`,
        profile: [
          { id: "21", tag: "comedy", description: "A goat is elected mayor of bakers." },
          { id: "22", tag: "sci-fi", description: "Miners on a moon find a door." },
        ],
      },
      {
        id: "23",
        input: `Which tag does this movie relate to among the following tags? Just answer with the tag name without further explanation. tags: ${TAGS} description: A robot learns to mourn.`,
        profile: [{ id: "24", tag: "sci-fi", description: "A robot repairs a lighthouse." }],
      },
    ],
    golds: [
      { id: "20", output: "comedy" },
      { id: "23", output: "sci-fi" },
    ],
  },
  LaMP_3: {
    questions: [
      {
        id: "30",
        input:
          "What is the score of the following review on a scale of 1 to 5? just answer with 1, 2, 3, 4, or 5 without further explanation. review: My kettle sings but it leaks on the stove.",
        profile: [
          { id: "31", text: "The pan is heavy and honest.", score: "5" },
          { id: "32", text: "This kettle leaks on the first day.", score: "2" },
        ],
      },
    ],
    golds: [{ id: "30", output: "2" }],
  },
  LaMP_4: {
    questions: [
      {
        id: "40",
        input: "Generate a headline for the following article: The ferry to the island sails twice a day again.",
        profile: [{ id: "41", title: "Harbor wakes up", text: "The harbor has a new crane for the ferry." }],
      },
    ],
    golds: [{ id: "40", output: "Island ferry is back" }],
  },
  LaMP_5: {
    questions: [
      {
        id: "50",
        input: "Generate a title for the following abstract of a paper: We weigh snow with sound.",
        profile: [{ id: "51", title: "Weighing rain", abstract: "Rain is weighed by the sound of drops." }],
      },
    ],
    golds: [{ id: "50", output: "Weighing snow by ear" }],
  },
  LaMP_6: {
    questions: [
      {
        id: "60",
        input: "Generate a subject for the following email: The plumber comes on Friday, please leave the key.",
        profile: [{ id: "61", title: "Key again", text: "Please leave the key under the pot." }],
      },
    ],
    golds: [{ id: "60", output: "Key for the plumber" }],
  },
  LaMP_7: {
    questions: [
      {
        id: "70",
        input:
          "Paraphrase the following tweet without any explanation before or after it: I am happy that the bus was on time",
        profile: [{ id: "71", text: "yay the bus was ON TIME today!!" }],
      },
    ],
    golds: [{ id: "70", output: "yay bus on time" }],
  },
};

/** A task's two files in a new folder of the system's place for such. */
export async function writeSample(
  task: LampTask,
  { questions, golds }: Sample = SAMPLES[task],
): Promise<{ questions: string; outputs: string }> {
  const folder = await mkdtemp(join(tmpdir(), "lamp-"));
  const paths = { questions: join(folder, "dev_questions.json"), outputs: join(folder, "dev_outputs.json") };
  await writeFile(paths.questions, JSON.stringify(questions));
  await writeFile(paths.outputs, JSON.stringify({ task, golds }));
  return paths;
}

/** Everything of a stream. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
