import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fillUsers, servedPersonalizer, userName } from "../data-folder.ts";
import type { Measurement } from "../measurement.ts";
import { samplePersona } from "../sample-persona.ts";
import { median, milliseconds, ratio, SPREAD, spread, time, timeNow } from "../samples.ts";

const BUDGET_WARM_MS = 0.1;
const BUDGET_FIRST_MS = 0.5;
const VALUES = 20;
const WARM_UP = 20;
const WARM_READS = 2_000;
const FIRST_READS = 400;
const NEW_STORES = 200;
const NEW_PROCESSES = 15;

/** Samples of each way of reading, in a folder of so many users. */
interface Reads {
  readonly users: number;
  readonly warm: readonly number[];
  readonly first: readonly number[];
  readonly newStore: readonly number[];
  readonly newProcess: readonly number[];
  readonly floor: readonly number[];
}

export const getPersona: Measurement = {
  name: "get-persona",
  question: "What does a read cost, and does it stay flat while the users in one folder grow?",
  async run({ directory, users, note }) {
    const sample = await samplePersona(VALUES);
    const document = JSON.stringify(sample.persona);
    const folder = join(directory, "data");
    const floorFiles = writeFloor(join(directory, "floor"), document);
    const all: Reads[] = [];
    const filling: { users: number; seconds: number }[] = [];
    let held = 0;
    await fillUsers(join(directory, "warm-up"), 0, 100, sample);
    await readAmong(join(directory, "warm-up"), 100, floorFiles);
    for (const count of [...users].sort((one, other) => one - other)) {
      const start = performance.now();
      await fillUsers(folder, held, count, sample);
      execFileSync("sync");
      filling.push({ users: count, seconds: (performance.now() - start) / 1_000 });
      note(`  … ${count} users, filled in ${filling.at(-1)?.seconds.toFixed(1)} s`);
      held = count;
      all.push(await readAmong(folder, count, floorFiles));
    }
    const [fewest, most] = [all[0] as Reads, all.at(-1) as Reads];
    const growth = (pick: (reads: Reads) => readonly number[]) =>
      (median(pick(most)) / median(pick(fewest))).toFixed(2);
    const row = (reads: Reads, samples: readonly number[]) => [
      thousands(reads.users),
      ...spread(samples),
      ratio(median(samples), median(reads.floor)),
    ];
    const table = (title: string, pick: (reads: Reads) => readonly number[]) => ({
      title,
      columns: ["users", ...SPREAD, "÷ floor"],
      rows: all.map((reads) => row(reads, pick(reads))),
      notes: [
        `among ${thousands(most.users)} users it costs ${growth(pick)} × what it costs among ${fewest.users}; the floor itself ${growth((reads) => reads.floor)} ×`,
      ],
    });
    const warm = Math.max(...all.map((reads) => median(reads.warm)));
    const first = Math.max(...all.map((reads) => median(reads.first)));
    return {
      tables: [
        table("Unchanged since the last read", (reads) => reads.warm),
        table("First read of that user, in a process that has read others", (reads) => reads.first),
        table("First read by a new store and personalizer", (reads) => reads.newStore),
        table(
          "First read by a new process, its code not yet compiled; imports not counted",
          (reads) => reads.newProcess,
        ),
        {
          title: `The floor: read and parse one file of the same ${document.length} bytes`,
          columns: ["users", ...SPREAD],
          rows: all.map((reads) => [thousands(reads.users), ...spread(reads.floor)]),
          notes: [`personas of ${VALUES} values`],
        },
      ],
      verdicts: [
        {
          budget: `get_persona unchanged, p50 ≤ ${BUDGET_WARM_MS} ms at every size`,
          measured: `${milliseconds(warm)} ms at the worst`,
          met: warm <= BUDGET_WARM_MS,
        },
        {
          budget: `get_persona first read of a user, p50 ≤ ${BUDGET_FIRST_MS} ms at every size`,
          measured: `${milliseconds(first)} ms at the worst`,
          met: first <= BUDGET_FIRST_MS,
        },
      ],
      raw: { all, filling },
    };
  },
};

async function readAmong(folder: string, users: number, floorFiles: readonly string[]): Promise<Reads> {
  // Small folders have few users, so new personalizers meet the same ones for the first time again.
  const perStore = Math.min(FIRST_READS, Math.floor(users / 2));
  const step = Math.floor(users / (perStore + WARM_UP));
  const first: number[] = [];
  const floor: number[] = [];
  while (first.length < FIRST_READS) {
    const { personalizer } = servedPersonalizer(folder);
    for (let number = 0; number < perStore + WARM_UP; number += 1) {
      const taken = await time(() => personalizer.getPersona(userName(number * step)));
      await nextTurn();
      if (number >= WARM_UP) first.push(taken);
      const path = floorFiles[number % floorFiles.length] as string;
      floor.push(timeNow(() => JSON.parse(readFileSync(path, "utf8"))));
    }
    await personalizer.close();
  }
  const warm: number[] = [];
  const { personalizer } = servedPersonalizer(folder);
  for (let number = 0; number < WARM_UP + WARM_READS; number += 1) {
    const userId = userName((number % 10) * step);
    const taken = await time(() => personalizer.getPersona(userId));
    await nextTurn();
    if (number >= WARM_UP) warm.push(taken);
  }
  await personalizer.close();

  const newStore: number[] = [];
  for (let number = 0; number < NEW_STORES; number += 1) {
    const fresh = servedPersonalizer(folder).personalizer;
    newStore.push(await time(() => fresh.getPersona(userName(users - 1 - (number % (users / 2))))));
    await fresh.close();
  }
  const newProcess = Array.from({ length: NEW_PROCESSES }, (_, number) =>
    readInNewProcess(folder, userName(Math.floor(users / 2) + number)),
  );
  return { users, warm, first, newStore, newProcess, floor };
}

function readInNewProcess(folder: string, userId: string): number {
  const program = new URL("../processes/first-read.ts", import.meta.url).pathname;
  const printed = execFileSync(process.execPath, [program, folder, userId], { encoding: "utf8" });
  const { taken, values } = JSON.parse(printed);
  if (values === 0) throw new Error("The new process found no persona.");
  return taken;
}

function writeFloor(folder: string, document: string): readonly string[] {
  mkdirSync(folder);
  return Array.from({ length: FIRST_READS }, (_, number) => {
    const path = join(folder, `${number}.json`);
    writeFileSync(path, document);
    return path;
  });
}

function thousands(count: number): string {
  return count.toLocaleString("en").replaceAll(",", " ");
}
