import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { defaultSchema, INSTANT, PersonaError, type Personalizer } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseConversation } from "../conversation.ts";
import { parseStartedAt } from "../started-at.ts";
import { contentsOf, viewChanges } from "../view/change-view.ts";
import { viewRecorded } from "../view/report-view.ts";

const FORMATS = `
A conversation is plain text in which each message begins with "User:" or "Assistant:", or JSON:
a list of {"role": "user", "text": "…"}, or one such message a line.
Given again with more messages, only what is new is recorded.`;

export function define(command: Command, run: Run): void {
  command
    .description("Records a conversation, and says what was learned from it.")
    .argument("[file]", "the file; - or nothing reads stdin", "-")
    .option("--id <id>", "of the conversation; the same again means the same conversation, grown")
    .option("--started-at <time>", "when it began, like 2026-03-14 or 2026-03-14T09:30:00Z; now by default")
    .option("--private", "keep and learn nothing of it, also not later")
    .addHelpText("after", FORMATS)
    .addHelpText(
      "after",
      examples("record chat.txt", "record chat.json --id trip-1 --started-at 2026-03-14", "record < chat.txt"),
    )
    .action((file: string, options: { id?: string; startedAt?: string; private?: boolean }) =>
      run(async ({ config, open, userId, answer, terminal }) => {
        if (config.off) {
          terminal.note("Lifelong is off, so nothing was recorded. Unset LIFELONG_OFF to record again.");
          return;
        }
        if (file === "-" && process.stdin.isTTY) terminal.note("Type the conversation, and end it with Ctrl-D.");
        const conversation = parseConversation(await readInput(file));
        const startedAt = options.startedAt ?? conversation.startedAt;
        const personalizer = await open();
        const before = (await personalizer.status(userId)).head?.revision ?? 0;
        const recorded = await personalizer.recordSession(userId, {
          id: options.id ?? conversation.id,
          startedAt: startedAt === undefined ? undefined : parseStartedAt(startedAt),
          source: "witnessed",
          private: options.private,
          messages: conversation.messages,
        });
        // Joins the run that the record began, so that the answer can say what it learned.
        if (recorded.kept > 0) await personalizer.optimize(userId, { pass: INSTANT });
        const history = await personalizer.history(userId);
        const learned = history.filter(({ revision }) => revision > before);
        const isEmpty = recorded.duplicate && (await holdsNothing(personalizer, userId, recorded.sessionId));
        answer({ ...recorded, learned }, (layout) => {
          const lines = learned
            .toReversed()
            .flatMap((revision) => viewChanges(revision, defaultSchema, layout, contentsOf(history)));
          return [viewRecorded(recorded, layout, isEmpty), ...learnedLines(lines, recorded.kept)].join("\n");
        });
      }),
    );
}

/** Where nothing was kept now, there is nothing to wait for either. */
function learnedLines(lines: readonly string[], kept: number): readonly string[] {
  if (lines.length > 0) return ["Learned:", ...lines];
  return kept > 0 ? ["Nothing was learned from it yet."] : [];
}

/** What was said while learning was paused is held as messages without text; what was cleared away since has a digest. */
async function holdsNothing(personalizer: Personalizer, userId: string, sessionId: string): Promise<boolean> {
  const sessions = await personalizer.sessions(userId, { limit: Number.POSITIVE_INFINITY });
  const messages = sessions.find(({ id }) => id === sessionId)?.messages ?? [];
  return messages.every(({ text, digest }) => text === "" && digest === undefined);
}

async function readInput(file: string): Promise<Uint8Array> {
  if (file === "-") return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (error) {
    throw new PersonaError("INVALID_INPUT", `The file ${file} cannot be read. Check its name and permissions.`, {
      cause: error,
    });
  }
}
