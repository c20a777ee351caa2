// One process that writes to a store and says what was acknowledged, a line each, until it is done or killed.
import { writeSync } from "node:fs";
import { fileStore } from "../file-store.ts";
import { commitNext, forget, partOf } from "./sample-user.ts";

const [directory = "", userId = "", name = "", rounds = "0", task = "record"] = process.argv.slice(2);
const store = fileStore({ directory });

/** At once, so that a killed process has said everything that it knew. */
function say(...words: readonly unknown[]): void {
  writeSync(1, `${words.join(" ")}\n`);
}

for (let round = 0; round < Number(rounds); round += 1) {
  const sessionId = `${name}-${round}`;
  for (const number of round % 3 === 0 ? [1, 2] : [1]) {
    const { outcome, sequence } = await store.appendPart(userId, partOf(sessionId, number));
    say("part", sessionId, number, outcome, sequence);
  }
  const shared = await store.appendPart(userId, partOf(`shared-${round}`));
  if (shared.outcome === "stored") say("part", `shared-${round}`, 1, "stored", shared.sequence);
  if (task === "record" || round % 2 === 0) {
    const revision = await commitNext(store, userId, sessionId);
    if (revision !== undefined) say("revision", revision, sessionId);
  } else {
    const [closing, emptying] = [`${name}-${round - 1}`, sessionId];
    say("forgetting", closing, emptying);
    let revision: number | undefined;
    while (revision === undefined) {
      revision = await forget(store, userId, { closing: [closing], emptying: [emptying] }, sessionId);
    }
    say("forgot", closing, emptying, revision, sessionId);
  }
}
say("done");
