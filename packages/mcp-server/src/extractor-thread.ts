import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { type Brief, type Optimizer, PersonaError, type Proposal } from "@lifelong/core";

/** The worker lies beside this file, in the sources as in the bundle, and is written in the same language. */
const WORKER = new URL(`./extractor-worker${extname(import.meta.url)}`, import.meta.url);

/** A conversation that rests so long is over, and the memory of the language model is given back. */
const IDLE_MS = 10 * 60 * 1000;

/** What the thread is asked. */
export interface Question {
  readonly id: number;
  readonly brief: Brief;
}

/** What it answers: a proposal, or what the extractor threw. */
export type Answer =
  | { readonly id: number; readonly proposal: Proposal }
  | { readonly id: number; readonly error: unknown };

interface Thread {
  ask(brief: Brief, signal?: AbortSignal): Promise<Proposal>;
}

/**
 * The built-in optimizer in a thread of its own, so that a process answers others while the language model loads.
 *
 * The thread starts with the first brief, ends when nobody has asked for ten minutes, and keeps no process alive that
 * waits for no proposal. It takes the brief as a copy. A thread that dies fails the proposals under way, and the next
 * brief starts another.
 *
 * @param options.start - starts the thread; absent: on the extractor of this package
 */
export function extractorThread({ start = () => new Worker(WORKER) }: { start?: () => Worker } = {}): Optimizer {
  let thread: Thread | undefined;
  return {
    name: "extractor@1",
    async propose(brief, { signal } = {}) {
      signal?.throwIfAborted();
      thread ??= openThread(start(), () => {
        thread = undefined;
      });
      return thread.ask(brief, signal);
    },
  };
}

/** @param onEnd - called once, when the thread takes no more questions */
function openThread(worker: Worker, onEnd: () => void): Thread {
  const waiting = new Map<number, PromiseWithResolvers<Proposal>>();
  let asked = 0;
  let ended = false;
  let idle: NodeJS.Timeout | undefined;

  worker.on("message", (answer: Answer) => {
    if ("error" in answer) waiting.get(answer.id)?.reject(answer.error);
    else waiting.get(answer.id)?.resolve(answer.proposal);
  });
  worker.on("error", end);
  worker.on("exit", end);

  return {
    async ask(brief, signal) {
      asked += 1;
      const question: Question = { id: asked, brief };
      const answer = Promise.withResolvers<Proposal>();
      const abandon = () => answer.reject(signal?.reason);
      waiting.set(question.id, answer);
      signal?.addEventListener("abort", abandon, { once: true });
      clearTimeout(idle);
      worker.ref();
      try {
        worker.postMessage(question);
        return await answer.promise;
      } finally {
        signal?.removeEventListener("abort", abandon);
        waiting.delete(question.id);
        if (waiting.size === 0) rest();
      }
    },
  };

  function rest(): void {
    worker.unref();
    if (!ended) idle = setTimeout(end, IDLE_MS).unref();
  }

  function end(cause?: unknown): void {
    if (ended) return;
    ended = true;
    onEnd();
    void worker.terminate();
    const sentence = "The built-in extractor has stopped. Nothing recorded is lost; call again, and it starts anew.";
    for (const { reject } of waiting.values()) reject(new PersonaError("MODEL_UNAVAILABLE", sentence, { cause }));
  }
}
