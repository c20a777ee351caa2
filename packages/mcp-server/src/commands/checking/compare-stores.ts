import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHistogram, performance, type RecordableHistogram } from "node:perf_hooks";
import {
  emptyPersona,
  type Head,
  type Part,
  type Persona,
  PersonaError,
  type PersonaStore,
  type Revision,
} from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import type { Watch } from "./verdict.ts";

export const CALLS = ["readHead", "readPersona", "appendPart", "commitPersona"] as const;

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

export interface Comparison {
  /** Calls of each kind to each store. */
  readonly calls: number;
  readonly timings: readonly {
    readonly call: (typeof CALLS)[number];
    readonly store: Quantiles;
    readonly file: Quantiles;
  }[];
}

/** One store's user, its clocks, and where the user stands. */
interface Bench {
  readonly store: PersonaStore;
  readonly clocks: Readonly<Record<(typeof CALLS)[number], RecordableHistogram>>;
}

const ROUNDS = 300;
/** A store that is far away makes fewer. */
const LONGEST_MS = 60_000;
const PARTS_OF_A_SESSION = 10;
const FIELDS = 20;

/** Times the calls of a store beside those of a file store in a temporary folder, by turns. Undefined: it was stopped. */
export async function compareWithFiles(
  store: PersonaStore,
  userId: string,
  { signal, progress }: Watch,
): Promise<Comparison | undefined> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-check-"));
  const files = fileStore({ directory });
  const [one, other] = [bench(store), bench(files)];
  let calls = 0;
  try {
    for (const start = Date.now(); calls < ROUNDS && Date.now() - start < LONGEST_MS; calls += 1) {
      if (signal.aborted) return undefined;
      if (calls % 20 === 0) progress(`timing, round ${calls + 1} of ${ROUNDS}`);
      for (const { store, clocks } of calls % 2 === 0 ? [one, other] : [other, one]) {
        await round(store, clocks, userId, calls);
      }
    }
  } finally {
    await files.close?.();
    await rm(directory, { recursive: true, force: true });
  }
  return {
    calls,
    timings: CALLS.map((call) => ({
      call,
      store: quantilesOf(one.clocks[call]),
      file: quantilesOf(other.clocks[call]),
    })),
  };
}

function bench(store: PersonaStore): Bench {
  const [readHead, readPersona, appendPart, commitPersona] = CALLS.map(() => createHistogram());
  if (!readHead || !readPersona || !appendPart || !commitPersona) throw new Error("Each call has a clock.");
  return { store, clocks: { readHead, readPersona, appendPart, commitPersona } };
}

async function round(store: PersonaStore, clocks: Bench["clocks"], userId: string, number: number): Promise<void> {
  const { outcome } = await timed(clocks.appendPart, () => store.appendPart(userId, partOf(number)));
  const head: Head | null = await timed(clocks.readHead, () => store.readHead(userId));
  if (outcome !== "stored" || head === null) {
    throw new PersonaError(
      "STORE_CORRUPT",
      `The store answered "${outcome}" to a new part. The contract has the reason.`,
    );
  }
  const persona = personaOf(userId, head.revision + 1);
  await timed(clocks.commitPersona, () => store.commitPersona(persona, revisionOf(persona), head));
  await timed(clocks.readPersona, () => store.readPersona(userId));
}

async function timed<Answer>(clock: RecordableHistogram, call: () => Promise<Answer>): Promise<Answer> {
  const start = performance.now();
  const answer = await call();
  clock.record(Math.max(1, Math.round((performance.now() - start) * 1e6)));
  return answer;
}

function quantilesOf(clock: RecordableHistogram): Quantiles {
  return { p50: clock.percentile(50) / 1e6, p95: clock.percentile(95) / 1e6 };
}

/** A question and an answer, ten parts to a session. */
function partOf(number: number): Part {
  const at = new Date().toISOString();
  const inSession = number % PARTS_OF_A_SESSION;
  return {
    sessionId: `session-${Math.floor(number / PARTS_OF_A_SESSION)}`,
    number: inSession + 1,
    firstMessage: inSession * 2,
    startedAt: "2026-03-01T09:00:00.000Z",
    recordedAt: at,
    source: "witnessed",
    messages: [
      { role: "user", text: `Where do I find the timetable of the night train to Lisbon? This is question ${number}.` },
      { role: "assistant", text: "On the site of the railway, below Timetables. It leaves at ten in the evening." },
    ],
  };
}

/** A persona of twenty fields, a few kilobytes. */
function personaOf(userId: string, revision: number): Persona {
  const at = new Date().toISOString();
  const fields = Array.from({ length: FIELDS }, (_, index) => [
    `field${index}`,
    {
      values: [
        {
          id: `v${index}`,
          content: `value ${index} of revision ${revision}`,
          basis: "stated" as const,
          tentative: false,
          supportedBy: [{ sessionId: "session-0", startedAt: at }],
          quotes: [
            {
              sessionId: "session-0",
              messageIndex: 0,
              quote: "the night train to Lisbon",
              startedAt: at,
              sequence: 1,
              source: "witnessed" as const,
            },
          ],
          learnedAt: at,
          changedAt: at,
        },
      ],
    },
  ]);
  return { ...emptyPersona(userId), revision, updatedAt: at, fields: Object.fromEntries(fields) };
}

function revisionOf({ revision, updatedAt }: Persona): Revision {
  return {
    format: 1,
    revision,
    at: updatedAt,
    cause: { kind: "command" },
    schema: "check@1",
    changes: [{ kind: "lock", field: `field${revision % FIELDS}` }],
    refusals: [],
  };
}
