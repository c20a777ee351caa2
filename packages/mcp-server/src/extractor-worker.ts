// The thread behind extractor-thread.ts: reads one brief after another, and answers each.
import { parentPort } from "node:worker_threads";
import { createExtractor } from "@lifelong/extractor";
import type { Answer, Question } from "./extractor-thread.ts";

const extractor = createExtractor();

parentPort?.on("message", async (question: Question) => {
  parentPort?.postMessage(await answerTo(question));
});

async function answerTo({ id, brief }: Question): Promise<Answer> {
  try {
    return { id, proposal: await extractor.propose(brief) };
  } catch (error) {
    return { id, error };
  }
}
