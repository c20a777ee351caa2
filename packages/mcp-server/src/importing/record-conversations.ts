import { INSTANT, PersonaError, type Personalizer } from "@lifelong/core";
import pLimit from "p-limit";
import { type Choice, conversationsOf, type Importable } from "./conversations.ts";
import type { ImportFile } from "./import-file.ts";
import { type ConversationCounts, countIn, type MessageCounts } from "./left-out.ts";
import type { ConversationFile, FailedFile } from "./survey.ts";

/** Conversations that are brought to the medium at once, which shares its work among them. */
const AT_ONCE = 16;
/** Conversations after which what they plainly say is learned. */
const BATCH = 256;

/** What recording came to, so far. */
export interface RecordedImport {
  recorded: number;
  /** Of the recorded, those of which the beginning was held. */
  grown: number;
  duplicates: number;
  readonly leftOut: ConversationCounts;
  readonly messagesLeftOut: MessageCounts;
  /** Changes that the rules have made. */
  learned: number;
  readonly failures: FailedFile[];
  /** True: it was ended before the end. */
  stopped: boolean;
}

/**
 * Records all conversations of files, and lets the rules read them batch by batch. Each is one record of its own, and
 * what is held is no news: ended anywhere and run again, nothing comes in twice and nothing is missing.
 *
 * @param options.fail - takes a file that cannot be read on as a failure; throws for what is none
 * @param options.userOf - whose conversation it is; throws where that cannot be told
 */
export async function recordConversations(
  files: readonly ConversationFile[],
  personalizer: Personalizer,
  options: {
    readonly choice: Choice;
    readonly userOf: (conversation: Importable) => string;
    readonly fail: (file: ImportFile, error: unknown) => FailedFile;
    readonly step: () => void;
    readonly signal: AbortSignal;
  },
): Promise<RecordedImport> {
  const { choice, userOf, fail, step, signal } = options;
  const counts: RecordedImport = {
    recorded: 0,
    grown: 0,
    duplicates: 0,
    leftOut: {},
    messagesLeftOut: {},
    learned: 0,
    failures: [],
    stopped: false,
  };
  const limit = pLimit(AT_ONCE);
  const running = new Set<Promise<void>>();
  const touched = new Set<string>();
  let failure: unknown;

  async function settle(): Promise<void> {
    await Promise.all(running);
    if (failure !== undefined) throw failure;
    for (const userId of touched) {
      const { changes } = await personalizer.optimize(userId, { pass: INSTANT });
      counts.learned += changes.length;
    }
    touched.clear();
  }

  async function record(userId: string, { id, startedAt, messages }: Importable): Promise<void> {
    const session = { id, startedAt, source: "witnessed" as const, messages };
    const answer = await personalizer.recordSession(userId, session).catch(asRefused);
    if (answer === "refused") {
      countIn(counts.leftOut, "refused");
      return;
    }
    const whole = answer.notKept.find(({ reason }) => reason === "private" || reason === "closed");
    if (answer.notKept.some(({ reason }) => reason === "paused")) throw new PersonaError("INVALID_INPUT", PAUSED);
    for (const { reason, count } of answer.notKept) {
      if (reason === "off-the-record" || reason === "own-block") countIn(counts.messagesLeftOut, reason, count);
    }
    if (whole?.reason === "private" || whole?.reason === "closed") countIn(counts.leftOut, whole.reason);
    else if (answer.duplicate) counts.duplicates += 1;
    else {
      counts.recorded += 1;
      if (!answer.begun) counts.grown += 1;
      touched.add(userId);
    }
  }

  async function recordFile(file: ConversationFile): Promise<void> {
    let sinceLearned = 0;
    for await (const offered of conversationsOf(file, choice)) {
      if (signal.aborted || failure !== undefined) return;
      if (offered.kind === "passed-over") continue;
      const task = limit(record, userOf(offered), offered)
        .catch((error) => {
          failure ??= error;
        })
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= AT_ONCE) await Promise.race(running);
      step();
      sinceLearned += 1;
      if (sinceLearned % BATCH === 0) await settle();
    }
  }

  for (const file of files) {
    if (signal.aborted) break;
    try {
      await recordFile(file);
    } catch (error) {
      counts.failures.push(fail(file.file, error));
    }
    await settle();
  }
  counts.stopped = signal.aborted;
  return counts;
}

/** One conversation that cannot be as it is hinders no other. */
function asRefused(error: unknown): "refused" {
  if (PersonaError.isInstance(error) && error.code === "INVALID_INPUT") return "refused";
  throw error;
}

/** What is recorded meanwhile would be kept as known and empty. */
export const PAUSED: string =
  "Learning is paused, so nothing is imported: it would be kept without its words. Run `lifelong resume`, and import again.";
