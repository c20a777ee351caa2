import { execFileSync } from "node:child_process";
import type { Measurement } from "../measurement.ts";
import { median, milliseconds, SPREAD, spread } from "../samples.ts";

const SESSIONS = 400;
const LONG_SESSIONS = 2;

interface Learned {
  readonly first: number;
  readonly samples: readonly number[];
  readonly learned: number;
  readonly megabytesBefore: number;
  readonly megabytesLoaded: number;
  readonly megabytesPeak: number;
}

export const instantPass: Measurement = {
  name: "instant-pass",
  question: "What does learning without a model cost, in milliseconds and memory?",
  async run() {
    const typical = learn("sessions", SESSIONS);
    const prose = learn("prose", LONG_SESSIONS);
    const ownWords = learn("own-words", LONG_SESSIONS);
    const total = ({ samples }: Learned) => samples.reduce((sum, sample) => sum + sample, 0);
    return {
      tables: [
        {
          title: `One pass after each of ${SESSIONS} conversations of 2 to 10 messages: brief, extraction, gate, commit in memory`,
          columns: ["", ...SPREAD, "MB peak"],
          rows: [["one conversation", ...spread(typical.samples), typical.megabytesPeak.toFixed(0)]],
          notes: [
            `the first pass of a process loads the language library and the tokenizer: ${milliseconds(typical.first)} ms, ` +
              `${(typical.megabytesLoaded - typical.megabytesBefore).toFixed(0)} MB on top of ${typical.megabytesBefore.toFixed(0)} MB`,
            `${typical.learned} changes were learned`,
          ],
        },
        {
          title: `5 MB of user messages in ${LONG_SESSIONS} conversations`,
          columns: ["", "ms in all", "MB per second", "MB peak", "changes"],
          rows: [
            ["pasted prose in messages of 16 kB", ...long(prose, total(prose))],
            ["sentences about the user in messages of 500 bytes", ...long(ownWords, total(ownWords))],
          ],
        },
      ],
      verdicts: [],
      raw: { typical, prose, ownWords, medianMs: median(typical.samples) },
    };
  },
};

function long({ megabytesPeak, learned }: Learned, total: number): readonly string[] {
  return [total.toFixed(0), (5_000 / total).toFixed(2), megabytesPeak.toFixed(0), String(learned)];
}

/** In a process of its own, so that its memory is its own. */
function learn(kind: string, count: number): Learned {
  const program = new URL("../processes/learn.ts", import.meta.url).pathname;
  return JSON.parse(execFileSync(process.execPath, [program, kind, String(count)], { encoding: "utf8" }));
}
