import { assertUserId, defaultSchema, type Effort, estimateEffort, PersonaError } from "@lifelong/core";
import type { CommandContext } from "../../command-context.ts";
import type { Choice, Importable } from "../../importing/conversations.ts";
import { failureOf, type RecognisedFiles } from "../../importing/recognised-files.ts";
import { PAUSED, type RecordedImport, recordConversations } from "../../importing/record-conversations.ts";
import { type Survey, survey } from "../../importing/survey.ts";
import { openProgress } from "../../progress.ts";
import { viewEffort, viewImport, viewSurvey } from "../../view/import-view.ts";

/** What importing came to, or would come to. */
export interface ImportReport extends Survey {
  /** Names of files in folders that hold nothing of a known form. */
  readonly others: readonly string[];
  readonly effort: { readonly recent: EffortOf; readonly old: EffortOf };
  /** Absent after a dry run. */
  readonly imported?: RecordedImport;
}

type EffortOf = { readonly model: Effort; readonly host: Effort };

/**
 * Reads everything once to say what would come in and what learning from it takes, and once more to record it and have
 * the rules read it. No model is asked.
 */
export async function importConversations(
  context: CommandContext,
  { files, failures, others }: RecognisedFiles,
  { choice, dryRun, multiUser }: { choice: Choice; dryRun: boolean; multiUser: boolean },
): Promise<void> {
  const { config, terminal, answer, userId } = context;
  const found = await survey(files, { choice, now: new Date(), fail: failureOf });
  const report: ImportReport = {
    ...found,
    failures: [...failures, ...found.failures],
    others,
    effort: { recent: estimateEffort(found.recent, defaultSchema), old: estimateEffort(found.old, defaultSchema) },
  };
  if (report.failures.length > 0) process.exitCode = 1;
  if (dryRun || report.conversations === 0) {
    answer(report, (layout) => viewSurvey(report, config.learning, layout));
    return;
  }
  // What becomes due meanwhile is no business of workers: a deep pass over an import is asked for.
  const personalizer = await context.open({ queue: {} });
  if ((await personalizer.status(userId)).paused) throw new PersonaError("INVALID_INPUT", PAUSED);
  terminal.note(viewEffort(report, config.learning, terminal.layout));
  const progress = openProgress(terminal, "conversations", report.conversations);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const imported = await recordConversations(files, personalizer, {
    choice,
    userOf: multiUser ? userNamedBy : () => userId,
    fail: failureOf,
    step: progress.step,
    signal: stopping.signal,
  }).finally(() => {
    progress.end();
    process.off("SIGINT", stop).off("SIGTERM", stop);
  });
  if (imported.stopped) process.exitCode = 1;
  answer({ ...report, imported }, (layout) => viewImport({ ...report, imported }, layout));
}

function userNamedBy({ userId }: Importable): string {
  if (userId !== undefined) {
    assertUserId(userId);
    return userId;
  }
  throw new PersonaError(
    "INVALID_INPUT",
    "A conversation names no user. With --multi-user, each line has a userId beside its messages.",
  );
}
