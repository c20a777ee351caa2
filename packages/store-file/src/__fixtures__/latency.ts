// Prints how long the calls of the file store take: node packages/store-file/src/__fixtures__/latency.ts [users]
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "../file-store.ts";
import { commitNext, forget, partOf } from "./sample-user.ts";

const users = Number(process.argv[2] ?? 1_000);
const directory = mkdtempSync(join(tmpdir(), "lifelong-latency-"));

async function measure(name: string, rounds: number, run: (round: number) => unknown): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  times.sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor(share * times.length)] ?? 0).toFixed(3).padStart(9);
  process.stdout.write(`${name.padEnd(52)} ${at(0.5)} ${at(0.95)} ${at(0.99)}\n`);
}

process.stdout.write(
  `${"milliseconds".padEnd(52)} ${["p50", "p95", "p99"].map((word) => word.padStart(9)).join(" ")}\n`,
);
const bare = openSync(join(directory, "bare"), "a");
const bytes = Buffer.alloc(1_000, "a");
await measure("bare append of 1 KB and fdatasync", 500, () => {
  writeSync(bare, bytes);
  fdatasyncSync(bare);
});
closeSync(bare);

const store = fileStore({ directory: join(directory, "data") });
await measure(`first part of a user, ${users} users one after the other`, users, (round) =>
  store.appendPart(`user${round}`, partOf("session")),
);
await measure("first part of a session", 1_000, (round) => store.appendPart("user0", partOf(`session${round}`)));
await measure("readSession and next part of a session", 500, async (round) => {
  await store.readSession("user0", `session${round}`);
  await store.appendPart("user0", partOf(`session${round}`, 2));
});
await measure("commitPersona", 300, () => commitNext(store, "user0", "a".repeat(4_000)));
for (let round = 1; round < Math.min(users, 300); round += 1)
  await commitNext(store, `user${round}`, "a".repeat(4_000));
await measure("readHead, unchanged", 5_000, () => store.readHead("user0"));
await measure("readPersona, unchanged", 2_000, () => store.readPersona("user0"));
const cold = Math.min(users, 300);
const newcomer = fileStore({ directory: join(directory, "data") });
await newcomer.readHead("nobody");
await measure("first readPersona of a user in a process", cold - 1, (round) =>
  newcomer.readPersona(`user${round + 1}`),
);
const another = fileStore({ directory: join(directory, "data") });
await measure("first readHead of a user in a process", cold - 1, (round) => another.readHead(`user${round + 1}`));
for (const parts of [10, 10_000]) {
  const userId = `with ${parts} sessions`;
  for (let session = 0; session < parts; session += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, parts) }, (_, index) => store.appendPart(userId, partOf(`${session + index}`))),
    );
  }
  await measure(`part after ${parts} sessions`, 200, (round) => store.appendPart(userId, partOf(`later${round}`)));
  await measure(`first readHead after ${parts} sessions`, 50, () =>
    fileStore({ directory: join(directory, "data") }).readHead(userId),
  );
  await measure(`first part of a process after ${parts} sessions`, 20, (round) =>
    fileStore({ directory: join(directory, "data") }).appendPart(userId, partOf(`cold${round}`)),
  );
}
await measure("rewriteHistory, 300 revisions", 20, (round) =>
  forget(store, "user0", { closing: [`session${round}`] }, "x"),
);
await measure("eraseUser", cold - 1, (round) => store.eraseUser(`user${round + 1}`));
rmSync(directory, { recursive: true, force: true });
