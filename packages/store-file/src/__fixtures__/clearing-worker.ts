import { type Brief, createPersonalizer, instantPass, manualRunner, type Operation } from "@lifelong/core";
import { fileStore } from "../file-store.ts";
import { likesSchema } from "./likes-schema.ts";

const HOURS_PER_ROUND = 2;

/** Records conversations, learns from each, and clears away what is used. Its clock runs ahead, so that revisions grow old. */
const [, , directory = "", userId = "", name = "", rounds = "0"] = process.argv;
let hours = 0;
const learn = async ({ sessions }: Brief) => ({
  operations: sessions.flatMap(({ id, messages }): Operation[] =>
    messages.map(({ index, text }) => ({
      kind: "add",
      field: "likes",
      content: text.slice("I really like ".length),
      evidence: [{ sessionId: id, messageIndex: index, quote: text }],
    })),
  ),
});
const personalizer = createPersonalizer({
  store: fileStore({ directory }),
  schema: likesSchema,
  passes: [instantPass({ name: "likes@1", propose: learn })],
  retention: { sessions: "used", revisions: 5 },
  runner: manualRunner(),
  now: () => new Date(Date.now() + hours * 60 * 60 * 1000),
  onEvent(event) {
    if (event.type === "history-pruned") process.stdout.write(`pruned ${event.sessions} ${event.revisions}\n`);
    if (event.type === "prune-failed") process.stdout.write(`failed ${event.error.message}\n`);
  },
});
for (let round = 0; round < Number(rounds); round += 1) {
  hours += HOURS_PER_ROUND;
  const messages = [{ role: "user", text: `I really like ${name}${round}` }] as const;
  await personalizer.recordSession(userId, { id: `${name} ${round}`, messages });
  await personalizer.optimize(userId);
}
await personalizer.close();
