import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { excludedFolders } from "../excluded-folders.ts";
import { openSources } from "../importing/import-sources.ts";
import { readMemoryList } from "../importing/memory-list.ts";
import { recogniseAll, textIn } from "../importing/recognised-files.ts";
import { importConversations } from "./importing/import-conversations.ts";
import { importMemories } from "./importing/import-memories.ts";
import { importStore } from "./importing/import-store.ts";

const FORMS = `
What is read: ChatGPT's and Claude's export (the zip file as it came, or what is in it), transcripts of Claude Code
(~/.claude/projects) and Codex (~/.codex/sessions), and conversations as JSON, JSON lines or text. What other memories
hold (the MCP memory server's file, mem0's export, a Memobase profile) is shown to you line by line.
file: and a folder takes in what Lifelong holds there, from another machine. Nothing leaves this machine.
docs/import.md tells how each is had, and what is left out. It may be ended at any time: run
again, nothing comes in twice.`;

/** `file:/other/folder`, `redis://host`; a single letter is a drive of Windows. */
const STORE = /^[a-z][a-z0-9+.-]+:/;

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly multiUser?: boolean;
  readonly memories?: boolean;
  readonly acceptAll?: boolean;
}

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description("Brings conversations in from other assistants, with the days on which they were had.")
    .argument("[path...]", "files, folders or zip files; - reads stdin")
    .option("--dry-run", "say what would come in, and change nothing")
    .option("--since <day>", "only conversations that began on that day or later, like 2026-03-14")
    .option("--until <day>", "only those that began on that day or before")
    .option("--multi-user", "each conversation names its user in userId; else all are those of the one profile")
    .option("--memories", "a list of what another assistant remembers, a line each: you are asked for each")
    .option("--accept-all", "of what another memory holds, take all that fits a field, without asking")
    .addHelpText("after", FORMS)
    .addHelpText(
      "after",
      examples(
        "import ~/Downloads/chatgpt-export.zip",
        "import conversations.json --since 2025-01-01 --dry-run",
        "import --memories list.txt",
        "import file:/media/laptop/lifelong",
      ),
    )
    .action((paths: readonly string[], options: ImportOptions) =>
      run(async (context) => {
        const { config, terminal } = context;
        const { dryRun = false, multiUser = false, memories = false, acceptAll = false, since, until } = options;
        if (paths.length === 0 && !memories) {
          throw new PersonaError("CONFIGURATION", "Name what to import: a file, a folder, or - for stdin.");
        }
        if (config.off) {
          terminal.note("Lifelong is off, so nothing was imported. Unset LIFELONG_OFF to import.");
          return;
        }
        const choice = {
          excluded: excludedFolders(config.elsewhere),
          ...(since !== undefined && { since: dayOf(since, "--since").toISOString() }),
          ...(until !== undefined && { until: dayAfter(dayOf(until, "--until")).toISOString() }),
        };
        const [location = ""] = paths;
        if (STORE.test(location)) {
          if (paths.length > 1) throw new PersonaError("CONFIGURATION", "Another store is taken in by itself.");
          await importStore(context, location, { all: multiUser, dryRun });
          return;
        }
        if (memories && (location === "" || location === "-") && terminal.interactive) {
          terminal.note("Paste the list, and end it with Ctrl-D on a line of its own.");
          await importMemories(context, readMemoryList(await terminal.paste()), { acceptAll, dryRun });
          return;
        }
        await using sources = await openSources(paths.length === 0 ? ["-"] : paths, process.stdin);
        if (memories) {
          await importMemories(context, readMemoryList(await textIn(sources)), { acceptAll, dryRun });
          return;
        }
        const found = await recogniseAll(sources);
        if (found.statements.length === 0) {
          await importConversations(context, found, { choice, dryRun, multiUser });
        } else if (found.files.length === 0) {
          for (const { sentence } of found.failures) terminal.note(`Not read: ${sentence}`);
          if (found.failures.length > 0) process.exitCode = 1;
          await importMemories(context, found.statements, { acceptAll, dryRun });
        } else {
          throw new PersonaError(
            "INVALID_INPUT",
            "Conversations are recorded, and what another memory holds is shown to you. Import the one, then the other.",
          );
        }
      }),
    );
}

function dayOf(text: string, option: string): Date {
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : Number.NaN);
  if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day;
  throw new PersonaError("CONFIGURATION", `${option} takes a day, like 2026-03-14.`);
}

function dayAfter(day: Date): Date {
  return new Date(day.getTime() + 24 * 60 * 60 * 1000);
}
