import { createPersonalizer, deepPass, everySessions, manualRunner, memoryStore, type Optimizer } from "@lifelong/core";
import { sumCosts } from "../results/cost.ts";
import type { Cost } from "../results/result.ts";
import { type LampTask, type ProfileItem, taskDefinition } from "./task.ts";

const USER = "author";
/** Where an undated profile begins; its items then follow day by day. */
const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
/** Years may lie between two papers: nothing is too old to be learned. */
const EVER = 100_000; // days

/** What was learned from a profile. */
export interface LearnedPersona {
  /** As it goes into a prompt; empty when nothing was learned. */
  readonly text: string;
  readonly cost: Cost;
}

/**
 * Tells a profile item by item to the real pipeline, each as a conversation of its own and in the order of time, lets the
 * deep pass learn every few of them and from the rest at the end, and renders the persona.
 *
 * @param options.k - conversations between two updates
 */
export async function learnPersona(
  profile: readonly ProfileItem[],
  task: LampTask,
  { optimizer, k, signal }: { optimizer: Optimizer; k: number; signal?: AbortSignal },
): Promise<LearnedPersona> {
  const { told } = taskDefinition(task);
  let now = new Date(FIRST_DAY);
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes: [deepPass(optimizer, { policy: everySessions(k), newestDays: EVER })],
    runner: manualRunner(),
    now: () => now,
  });
  const costs: Partial<Cost>[] = [];
  const learn = async () => {
    const { usage, pending } = await personalizer.optimize(USER, { signal });
    costs.push(usage ?? {});
    return pending;
  };
  try {
    let pending = 0;
    for (const { texts, startedAt } of inTime(profile)) {
      now = new Date(startedAt);
      const recorded = await personalizer.recordSession(USER, {
        startedAt,
        messages: [{ role: "user", text: told(texts) }],
      });
      pending = recorded.due.length > 0 ? await learn() : recorded.pending;
    }
    for (let before = Number.POSITIVE_INFINITY; pending > 0 && pending < before; ) {
      before = pending;
      pending = await learn();
    }
    const { text } = await personalizer.getPersona(USER);
    return { text, cost: sumCosts(costs) };
  } finally {
    await personalizer.close();
  }
}

/** Oldest first, items of one day in the order of the file; a minute lies between two of them. */
function inTime(profile: readonly ProfileItem[]): readonly { texts: ProfileItem["texts"]; startedAt: string }[] {
  return profile
    .map(({ texts, date }, place) => ({ texts, time: timeOf(date) ?? FIRST_DAY + place * DAY_MS }))
    .toSorted((one, other) => one.time - other.time)
    .map(({ texts, time }, place) => ({ texts, startedAt: new Date(time + place * 60_000).toISOString() }));
}

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, with or without leading zeros. */
function timeOf(date: string | undefined): number | undefined {
  const [, year, month = "1", day = "1"] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(date ?? "") ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
}
