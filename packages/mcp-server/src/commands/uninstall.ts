import { existsSync } from "node:fs";
import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import { commandFolder } from "../install/command-folder.ts";
import { dataFolders, eraseData } from "../install/erase-data.ts";
import { removeEmpty } from "../install/folders.ts";
import { forgetInstalled, type Installed, readInstalled, writeInstalled } from "../install/install-record.ts";
import { lookForEntries, takeAllBack } from "../install/take-back.ts";
import { thisMachine } from "../install/this-machine.ts";
import { isFolder, placeOf } from "../location.ts";
import { viewTakenBack } from "../view/install-view.ts";
import { hostOption } from "./install.ts";

interface UninstallOptions {
  readonly host?: readonly string[];
  readonly everything?: boolean;
  readonly yes?: boolean;
}

/** What the user types before everything goes. */
const WORD = "erase";

export function define(command: Command, run: Run): void {
  command
    .description(
      "Takes Lifelong out of the assistants that it was installed in, and removes the copied command when none is left. What is known of you stays, unless everything is to go.",
    )
    .addOption(hostOption("only out of this one; may be repeated"))
    .option("--everything", "also erase all that is known, of every profile: no trace remains")
    .option("--yes", "do not ask")
    .addHelpText("after", examples("uninstall", "uninstall --host cursor", "uninstall --everything"))
    .action((options: UninstallOptions) => run((context) => uninstall(context, options)));
}

async function uninstall(context: CommandContext, options: UninstallOptions): Promise<void> {
  const { config, terminal, answer } = context;
  const { host: names, everything = false } = options;
  if (everything && names) {
    throw new PersonaError("CONFIGURATION", "Everything is more than one assistant: leave --host or --everything out.");
  }
  if (everything && !(await isMeant(context, options))) {
    terminal.note("Nothing was removed.");
    return;
  }
  const data = config.elsewhere;
  const { script, remove } = commandFolder(data);
  const { files, folders, isRecorded } = await findFiles(context, script);
  const meant = files.filter(({ host }) => names === undefined || names.includes(host));
  const taken = await takeAllBack(meant, data, { script, isRecorded });
  const isLast = meant.length === files.length;
  if (isLast) {
    await remove();
    await forgetInstalled(data);
    if (everything) await eraseData(config);
    await removeEmpty([data, ...folders]);
    // What was made for the data goes when that goes.
    if (existsSync(data)) await writeInstalled(data, { files: [], folders });
  }
  answer({ files: taken, erased: everything ? dataFolders(config) : [] }, () =>
    [
      // With the last assistant the backups go, too.
      taken.length > 0
        ? viewTakenBack(isLast ? taken.map(({ backup: _gone, ...rest }) => rest) : taken)
        : "No assistant had it.",
      everything ? "All data is erased, and no trace remains on this machine." : "What is known of you stays.",
    ].join("\n"),
  );
  if (everything && !isFolder(config.store)) {
    terminal.note(
      `What is kept at ${placeOf(config.store)} stays, since others may use it: \`lifelong forget --everything\` erases this profile there.`,
    );
  }
}

async function isMeant({ config, terminal }: CommandContext, { yes = false }: UninstallOptions): Promise<boolean> {
  if (yes) return true;
  if (!terminal.interactive) {
    throw new PersonaError("CONFIGURATION", "Erasing cannot be undone: add --yes to go on without being asked.");
  }
  terminal.note(
    `This takes Lifelong out of every assistant, and erases for good what it knows of every profile: ${dataFolders(config).join(" and ")}. Quit your assistants first.`,
  );
  return (await terminal.ask(`Type ${WORD} to go on:`)) === WORD;
}

/** The files of hosts that hold something of ours: by the record, or, where that is lost, by a look into each. */
async function findFiles(
  { config, terminal }: CommandContext,
  script: string,
): Promise<Installed & { readonly isRecorded: boolean }> {
  try {
    const installed = await readInstalled(config.elsewhere);
    if (installed.files.length > 0) return { ...installed, isRecorded: true };
    return { ...installed, files: await lookForEntries(thisMachine(config), script), isRecorded: false };
  } catch (error) {
    if (!PersonaError.isInstance(error) || error.code !== "STORE_CORRUPT") throw error;
    terminal.note("The record of installations is damaged, so the assistants' files were searched.");
    return { files: await lookForEntries(thisMachine(config), script), folders: [], isRecorded: false };
  }
}
