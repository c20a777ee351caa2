import { PersonaError } from "@lifelong/core";
import * as z from "zod";

/** The seven tasks, as the official files name them. */
export const LAMP_TASKS = ["LaMP_1", "LaMP_2", "LaMP_3", "LaMP_4", "LaMP_5", "LaMP_6", "LaMP_7"] as const;
export type LampTask = (typeof LAMP_TASKS)[number];

/** What the user wrote or chose before, by key; which keys there are depends on the task. */
export interface ProfileItem {
  readonly id: string;
  /** `YYYY-MM-DD`, or only the first parts of it; the files that are split by user have none. */
  readonly date?: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** How a task is built: its items, its retrieval, its prompt and its measures. */
export interface TaskDefinition {
  readonly title: string;
  /** Keys that every item of a profile has. */
  readonly keys: readonly string[];
  /** Measured against these labels, by an error in numbers, or by common words. */
  readonly measures: "accuracy" | "accuracy-f1" | "error" | "rouge";
  readonly labels?: readonly string[];
  /** The text of an item that the query is compared with. */
  indexed(texts: Readonly<Record<string, string>>): string;
  /** What of a question's input is compared; the whole where the input is not of the usual form. */
  query(input: string): string;
  /** One retrieved item in the prompt. */
  shown(texts: Readonly<Record<string, string>>): string;
  /** The prompt, of the shown items and the question's input. */
  prompt(shown: readonly string[], input: string): string;
  /** The item as its author would tell it. */
  told(texts: Readonly<Record<string, string>>): string;
}

const after = (mark: string) => (input: string) => {
  const at = input.indexOf(mark);
  return at < 0 ? input : input.slice(at + mark.length).trim();
};
const behindItems = (shown: readonly string[], input: string) => `${shown.join(", and ")}. ${input}`;
const ofKey =
  (...keys: readonly string[]) =>
  (texts: Readonly<Record<string, string>>) =>
    keys.map((key) => texts[key] ?? "").join(" ");
const QUOTED = /"([^"]*)"/g;

/**
 * The tasks of LaMP (Salemi et al., arXiv 2304.11406): the items' keys, what BM25 compares, and how retrieved items stand
 * in the prompt, after the paper's table of templates and, where the paper leaves it open, `LaMP/prompts/prompts.py` and
 * `LaMP/data/datasets.py` of the repository LaMP-Benchmark/LaMP at commit de78cdb. Items are not cut: the paper did so for
 * the 512 tokens of FlanT5.
 *
 * How an item is told to the persona's learning is ours. It holds no quotation marks around the text, since what is quoted
 * teaches nothing.
 */
const definitions: Readonly<Record<LampTask, TaskDefinition>> = {
  LaMP_1: {
    title: "citation choice",
    keys: ["title", "abstract"],
    measures: "accuracy",
    labels: ["[1]", "[2]"],
    indexed: ofKey("title", "abstract"),
    query: (input) => {
      const candidates = [...input.matchAll(QUOTED)].slice(1, 3).map(([, title]) => title);
      return candidates.length === 2 ? candidates.join(" ") : input;
    },
    shown: ({ title }) => `"${title}"`,
    prompt: (shown, input) => {
      const title = /"[^"]*"/.exec(input);
      if (!title) return input;
      const end = title.index + title[0].length;
      return `${input.slice(0, end)}, and ${shown.join(", and ")}${input.slice(end)}`;
    },
    told: ({ title, abstract }) => `I wrote a paper with the title ${title}.\nIts abstract: ${abstract}`,
  },
  LaMP_2: {
    title: "movie tag",
    keys: ["description", "tag"],
    measures: "accuracy-f1",
    labels: [
      "sci-fi",
      "based on a book",
      "comedy",
      "action",
      "twist ending",
      "dystopia",
      "dark comedy",
      "classic",
      "psychology",
      "fantasy",
      "romance",
      "thought-provoking",
      "social commentary",
      "violence",
      "true story",
    ],
    indexed: ofKey("description"),
    query: after("description:"),
    shown: ({ description, tag }) => `the tag for the movie: "${description}" is "${tag}"`,
    prompt: behindItems,
    told: ({ description, tag }) => `I gave a movie the tag ${tag}.\nThe movie: ${description}`,
  },
  LaMP_3: {
    title: "product rating",
    keys: ["text", "score"],
    measures: "error",
    indexed: ofKey("text"),
    query: after("review:"),
    shown: ({ text, score }) => `${score} is the score for "${text}"`,
    prompt: behindItems,
    told: ({ text, score }) => `I rated a product ${score} out of 5.\nMy review: ${text}`,
  },
  LaMP_4: {
    title: "news headline",
    keys: ["title", "text"],
    measures: "rouge",
    indexed: ofKey("title", "text"),
    query: after("article:"),
    shown: ({ title, text }) => `"${title}" is the title for "${text}"`,
    prompt: behindItems,
    told: ({ title, text }) => `I wrote an article with the headline ${title}.\nThe article: ${text}`,
  },
  LaMP_5: {
    title: "scholarly title",
    keys: ["title", "abstract"],
    measures: "rouge",
    indexed: ofKey("title", "abstract"),
    query: after("paper:"),
    shown: ({ title, abstract }) => `"${title}" is a title for "${abstract}"`,
    prompt: (shown, input) => `${shown.join(", and ")}. Following the given patterns ${input}`,
    told: ({ title, abstract }) => `I wrote a paper with the title ${title}.\nIts abstract: ${abstract}`,
  },
  LaMP_6: {
    title: "email subject",
    keys: ["title", "text"],
    measures: "rouge",
    indexed: ofKey("text"),
    query: after(":"),
    shown: ({ title, text }) => `"${title}" is the title for "${text}"`,
    prompt: behindItems,
    told: ({ title, text }) => `I wrote an email with the subject ${title}.\nThe email: ${text}`,
  },
  LaMP_7: {
    title: "tweet paraphrase",
    keys: ["text"],
    measures: "rouge",
    indexed: ofKey("text"),
    query: after(":"),
    shown: ({ text }) => `"${text}"`,
    prompt: (shown, input) => `${shown.join(", and ")} are written by a person. Following the given patterns ${input}`,
    told: ({ text }) => `I posted: ${text}`,
  },
};

export function taskDefinition(task: LampTask): TaskDefinition {
  return definitions[task];
}

const taskName: z.ZodType<LampTask> = z.enum(LAMP_TASKS);

/**
 * The task that a text names, as `LaMP_2`, `LaMP-2` or `2`.
 *
 * @throws PersonaError `INVALID_INPUT` listing the tasks
 */
export function parseTask(text: string): LampTask {
  const parsed = taskName.safeParse(`LaMP_${/(\d)$/.exec(text.trim())?.[1]}`);
  if (!parsed.success)
    throw new PersonaError(
      "INVALID_INPUT",
      `There is no LaMP task of that name: give one of ${LAMP_TASKS.join(", ")}.`,
    );
  return parsed.data;
}
