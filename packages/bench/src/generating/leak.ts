import { defaultSchema, fieldOf } from "@lifelong/core";
import type { Person } from "./seed.ts";
import type { WordReader } from "./words.ts";

/** Fields of long text say how somebody is, in everybody's words; only names in them give somebody away. */
const LONG_TEXT = 400; // characters
/** Chinese characters in a row that are no accident, however a dictionary cuts them. */
const RUN = 3;

/**
 * Words of a query that stand in the person's own values: names, places, work, interests, limits, people, numbers. By
 * their stems, without the words that every text has. Empty: the query could be anybody's.
 */
export function leakedWords(query: string, { profile }: Pick<Person, "profile">, read: WordReader): readonly string[] {
  const values = Object.entries(profile).flatMap(([path, held]) =>
    [held].flat().flatMap((content) => telling(path, String(content), read)),
  );
  const stems = new Set(values.flatMap((value) => value.stems));
  const words = read(query)
    .filter(({ stem }) => stems.has(stem))
    .map(({ text }) => text);
  const runs = values.flatMap((value) => value.runs).filter((run) => query.includes(run));
  const names = nameParts(profile["demographics.name"]).filter((name) => query.includes(name));
  return [...new Set([...words, ...runs, ...names])];
}

/** What of a value tells whose it is. */
function telling(
  path: string,
  content: string,
  read: WordReader,
): { readonly stems: readonly string[]; readonly runs: readonly string[] } {
  const field = fieldOf(defaultSchema, path);
  if (!field || field.kind === "enum" || field.kind === "boolean") return { stems: [], runs: [] };
  const isHowSomebodyIs = field.style || field.maxLength >= LONG_TEXT;
  const tokens = read(content).filter(({ isCommon, isName }) => !isCommon && (isName || !isHowSomebodyIs));
  return { stems: tokens.map(({ stem }) => stem), runs: isHowSomebodyIs ? [] : chineseRuns(content) };
}

function chineseRuns(content: string): readonly string[] {
  const stretches = content.match(/\p{Script=Han}+/gu) ?? [];
  return stretches.flatMap((stretch) =>
    Array.from({ length: Math.max(0, stretch.length - RUN + 1) }, (_, start) => stretch.slice(start, start + RUN)),
  );
}

/** A Chinese name, and the given name alone; names of other scripts are words. */
function nameParts(name: unknown): readonly string[] {
  if (typeof name !== "string" || !/^\p{Script=Han}{2,4}$/u.test(name)) return [];
  return name.length === 2 ? [name] : [name, name.slice(-2)];
}
