import { join } from "node:path";
import { createPersonalizer, instantPass, type Message, type Optimizer, type Session } from "@lifelong/core";
import { type FileFunctions, fileStore, nodeFiles } from "@lifelong/store-file";
import { type AppendFloor, createAppendFloor } from "../append-floor.ts";
import { fillingPersonalizer, servedPersonalizer } from "../data-folder.ts";
import type { Measurement } from "../measurement.ts";
import { sampleSessions, sampleTurn, seededRandom } from "../sample-sessions.ts";
import { median, milliseconds, quantile, ratio, SPREAD, spread } from "../samples.ts";
import type { Table } from "../table.ts";

const BUDGET_P95_MS = 5;
const WARM_UP = 30;
const SESSIONS = 400;
const CONVERSATIONS = 12;
const TURNS = 20;
const EARLY = 10;
const LATE = 10_000;
const AROUND = 50;
const FRESH_STORES = 15;

/** One call, and what the medium alone asked for the same bytes a moment later. */
interface Sample {
  readonly call: number;
  readonly bare: number;
  readonly opened: number;
  readonly bytes: number;
}

export const recordSession: Measurement = {
  name: "record-session",
  question: "What does a durable record cost beside the medium itself, also late in a user's life?",
  async run({ directory, note }) {
    const floor = createAppendFloor(join(directory, "floor"));
    const ordinary = await ordinarySessions(join(directory, "ordinary"), floor);
    const growing = await growingConversations(join(directory, "growing"), floor);
    note("  … the ten thousandth session");
    const early = await aroundSession(EARLY, join(directory, "early"), floor);
    const late = await aroundSession(LATE, join(directory, "late"), floor);
    floor.close();

    const calls = ordinary.map(({ call }) => call);
    const p95 = quantile(calls, 0.95);
    const lateRatio = median(late.following.map(({ call }) => call)) / median(early.following.map(({ call }) => call));
    return {
      tables: [
        {
          title: `One new conversation of 2 to 10 messages, ${SESSIONS} of one user, learned from after each`,
          columns: ["", ...SPREAD, "÷ append", "÷ open … close"],
          rows: rowsBeside("recordSession", ordinary),
          notes: [
            `${median(ordinary.map(({ bytes }) => bytes))} bytes each at the median; the floors write the same bytes right after each call`,
          ],
        },
        growingTable(growing),
        {
          title: "The 10th and the 10 000th session of one user",
          columns: ["", ...SPREAD, "÷ append"],
          rows: [
            ["sessions 10 to 59", ...besides(early.following)],
            ["sessions 10 000 to 10 049", ...besides(late.following)],
            ["first record of a process, 10 held", ...besides(early.first)],
            ["first record of a process, 10 000 held", ...besides(late.first)],
          ],
          notes: [
            `the 10 000th costs ${lateRatio.toFixed(2)} × the 10th`,
            "the first record of a process reads that user's log once; a new store and personalizer for each sample",
          ],
        },
      ],
      verdicts: [
        {
          budget: `record_session p95 ≤ ${BUDGET_P95_MS} ms`,
          measured: `${milliseconds(p95)} ms`,
          met: p95 <= BUDGET_P95_MS,
        },
      ],
      raw: { ordinary, growing, early, late },
    };
  },
};

async function ordinarySessions(directory: string, floor: AppendFloor): Promise<readonly Sample[]> {
  const counted = countingFiles();
  const { personalizer, record } = servedPersonalizer(directory, counted.files);
  const samples: Sample[] = [];
  for (const session of sampleSessions(WARM_UP + SESSIONS)) {
    samples.push(await sampleOf(() => record("somebody", session), counted, floor));
  }
  await personalizer.close();
  return samples.slice(WARM_UP);
}

/** Conversations sent again, whole, after each turn, by a host that does not know when one is over. */
async function growingConversations(directory: string, floor: AppendFloor): Promise<readonly (readonly Sample[])[]> {
  const counted = countingFiles();
  const { personalizer, record } = servedPersonalizer(directory, counted.files);
  const random = seededRandom(7);
  const turns: Sample[][] = Array.from({ length: TURNS }, () => []);
  for (let number = 0; number < CONVERSATIONS; number += 1) {
    const messages: Message[] = [];
    for (const samples of turns) {
      messages.push(...sampleTurn(random));
      const session = { id: `growing-${number}`, startedAt: "2026-03-01T09:00:00.000Z", messages: [...messages] };
      const sample = await sampleOf(() => record("somebody", session), counted, floor);
      if (number > 0) samples.push(sample);
    }
  }
  await personalizer.close();
  return turns;
}

/** Fills a user up to a session quickly, then records the following ones durably, and as the first of new processes. */
async function aroundSession(
  ordinal: number,
  directory: string,
  floor: AppendFloor,
): Promise<{ readonly following: readonly Sample[]; readonly first: readonly Sample[] }> {
  const sessions = sampleSessions(ordinal + AROUND + FRESH_STORES, 3);
  const filling = fillingPersonalizer(directory);
  for (const session of sessions.slice(0, ordinal - 1)) await filling.recordSession("somebody", session);
  await filling.close();
  await markLearned(directory);

  const first: Sample[] = [];
  for (const session of sessions.slice(ordinal + AROUND)) first.push(await inNewStore(directory, session, floor));
  const counted = countingFiles();
  const { personalizer, record } = servedPersonalizer(directory, counted.files);
  await personalizer.recordSession("somebody else", sampleSessions(1)[0] as Session);
  const following: Sample[] = [];
  for (const session of sessions.slice(ordinal - 1, ordinal + AROUND)) {
    following.push(await sampleOf(() => record("somebody", session), counted, floor));
  }
  await personalizer.close();
  // The first of them reads the log, which is a row of its own.
  return { following: following.slice(1), first };
}

async function inNewStore(directory: string, session: Session, floor: AppendFloor): Promise<Sample> {
  const counted = countingFiles();
  const { personalizer, record } = servedPersonalizer(directory, counted.files);
  const sample = await sampleOf(() => record("somebody", session), counted, floor);
  await personalizer.close();
  return sample;
}

/** As if the instant pass had kept up with what was filled in. */
async function markLearned(directory: string): Promise<void> {
  const nothing: Optimizer = { name: "nothing@1", propose: async () => ({ operations: [] }) };
  const personalizer = createPersonalizer({ store: fileStore({ directory }), passes: [instantPass(nothing)] });
  await personalizer.optimize("somebody");
  await personalizer.close();
}

async function sampleOf(record: () => Promise<number>, counted: Counted, floor: AppendFloor): Promise<Sample> {
  counted.appended = 0;
  const call = await record();
  const bytes = counted.appended;
  return { call, bytes, bare: await floor.bare(bytes), opened: await floor.opened(bytes) };
}

interface Counted {
  readonly files: FileFunctions;
  /** Bytes that went to the end of a log. */
  appended: number;
}

function countingFiles(): Counted {
  const logs = new Set<number>();
  const counted: Counted = {
    appended: 0,
    files: {
      ...nodeFiles,
      open(path, opening) {
        const file = nodeFiles.open(path, opening);
        if (opening === "append") logs.add(file);
        else logs.delete(file);
        return file;
      },
      write(file, bytes, position) {
        const written = nodeFiles.write(file, bytes, position);
        if (logs.has(file)) counted.appended += written;
        return written;
      },
    },
  };
  return counted;
}

function growingTable(turns: readonly (readonly Sample[])[]): Table {
  const rows = [
    [1, 1],
    [2, 5],
    [6, 10],
    [11, TURNS],
  ].map(([from = 1, to = 1]) => [
    from === to ? `turn ${from}` : `turns ${from} to ${to}`,
    ...besides(turns.slice(from - 1, to).flat()),
  ]);
  return {
    title: `A growing conversation, sent again whole after each of ${TURNS} turns; ${CONVERSATIONS - 1} conversations`,
    columns: ["", ...SPREAD, "÷ append"],
    rows,
  };
}

function rowsBeside(name: string, samples: readonly Sample[]): readonly (readonly string[])[] {
  const [calls, bare, opened] = [
    samples.map(({ call }) => call),
    samples.map((sample) => sample.bare),
    samples.map((sample) => sample.opened),
  ];
  return [
    [name, ...spread(calls), ratio(median(calls), median(bare)), ratio(median(calls), median(opened))],
    ["append, fdatasync (file stays open)", ...spread(bare), "1", ""],
    ["open, append, fdatasync, close", ...spread(opened), "", "1"],
  ];
}

function besides(samples: readonly Sample[]): readonly string[] {
  const calls = samples.map(({ call }) => call);
  return [...spread(calls), ratio(median(calls), median(samples.map(({ bare }) => bare)))];
}
