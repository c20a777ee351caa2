// A new process that learns by the instant pass: `node learn.ts KIND COUNT` prints what it took. KIND: sessions, prose, own-words.
import { readFileSync } from "node:fs";
import { createPersonalizer, instantPass, memoryStore, type Session } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { sampleSessions, sampleText } from "../sample-sessions.ts";
import { time } from "../samples.ts";

const USER = "somebody";
const SESSION_BYTES = 2_500_000;
/** A pasted text is one message; what a user says of themself comes in short ones. */
const MESSAGE_BYTES = { prose: 16_000, "own words": 500 };

const [kind = "sessions", count = "300"] = process.argv.slice(2);
const personalizer = createPersonalizer({
  store: memoryStore(),
  passes: [{ ...instantPass(createExtractor()), policy: () => false }],
});

const residentBefore = process.memoryUsage().rss;
// The first pass loads the language library; it is no sample.
await personalizer.recordSession(USER, { id: "first", messages: [{ role: "user", text: "I live in Leeds." }] });
const first = await time(() => personalizer.optimize(USER));
const residentLoaded = process.memoryUsage().rss;
const samples: number[] = [];
let learned = 0;
for (const session of sessions()) {
  await personalizer.recordSession(USER, session);
  samples.push(
    await time(async () => {
      learned += (await personalizer.optimize(USER)).changes.length;
    }),
  );
}
await personalizer.close();
const megabytes = (bytes: number): number => bytes / 2 ** 20;
process.stdout.write(
  JSON.stringify({
    first,
    samples,
    learned,
    megabytesBefore: megabytes(residentBefore),
    megabytesLoaded: megabytes(residentLoaded),
    // Of this program alone: `maxRSS` begins with what the parent had when it forked.
    megabytesPeak: Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1_024,
  }),
);

function sessions(): readonly Session[] {
  if (kind === "sessions") return sampleSessions(Number(count), 5);
  const text = kind === "prose" ? "prose" : "own words";
  const bytes = MESSAGE_BYTES[text];
  return Array.from({ length: Number(count) }, (_, number) => ({
    id: `long-${number}`,
    startedAt: new Date(Date.UTC(2025, 1, 1 + number)).toISOString(),
    messages: Array.from({ length: SESSION_BYTES / bytes }, (_, message) => ({
      role: "user",
      text: sampleText(text, bytes, number * SESSION_BYTES + message),
    })),
  }));
}
