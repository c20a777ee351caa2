import MiniSearch from "minisearch";
import { type LampTask, type ProfileItem, taskDefinition } from "./task.ts";

/** Parameters of Okapi's BM25 as the paper's library rank_bm25 has them; d = 0 leaves out what BM25+ adds. */
const OKAPI = { k: 1.5, b: 0.75, d: 0 };

/**
 * The items of a profile that BM25 finds most like a question, the likest first; where fewer have a word in common, the
 * rest comes in the order of the profile. Words are what stands between spaces, as in the paper's code.
 *
 * @param count - how many, if there are as many
 */
export function retrieve(
  { input, profile }: { readonly input: string; readonly profile: readonly ProfileItem[] },
  task: LampTask,
  count: number,
): readonly ProfileItem[] {
  const { indexed, query } = taskDefinition(task);
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ["text"],
    tokenize: (text) => text.split(/\s+/).filter(Boolean),
    processTerm: (term) => term,
  });
  index.addAll(profile.map(({ texts }, id) => ({ id, text: indexed(texts) })));
  const found = index.search(query(input), { bm25: OKAPI }).map(({ id }) => Number(id));
  const places = new Set([...found, ...profile.keys()]);
  return [...places].slice(0, count).flatMap((place) => profile[place] ?? []);
}
