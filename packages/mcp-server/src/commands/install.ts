import { PersonaError } from "@lifelong/core";
import { type Command, Option } from "commander";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import type { Host, Machine } from "../hosts/host.ts";
import { builtCommand } from "../install/built-command.ts";
import { chooseHosts, HOST_NAMES, type HostChoice } from "../install/choose-hosts.ts";
import { commandFolder } from "../install/command-folder.ts";
import { recordConsents } from "../install/consents.ts";
import { type HostPlan, installHost, type PlanSettings, planHost } from "../install/install-host.ts";
import { readInstalled, writeInstalled } from "../install/install-record.ts";
import { isOfProject, lastingNode } from "../install/node-path.ts";
import { servedWith } from "../install/served.ts";
import { takeAllBack } from "../install/take-back.ts";
import { thisMachine } from "../install/this-machine.ts";
import { viewInstalled, viewPlans, viewTakenBack } from "../view/install-view.ts";

interface InstallOptions extends HostChoice {
  readonly dryRun?: boolean;
  readonly undo?: boolean;
  readonly force?: boolean;
  readonly approve?: boolean;
  readonly hooks?: boolean;
  readonly keepSpecial?: boolean;
  readonly node?: string;
}

export function define(command: Command, run: Run): void {
  defineInstall(command, run, builtCommand);
}

/** @param findBuilt - gives the folder of the built command, which is copied for the hosts */
export function defineInstall(command: Command, run: Run, findBuilt: () => string): void {
  command
    .description(
      "Adds Lifelong to the assistants on this machine: copies this command into the data folder, and enters it in their settings, with a backup of each. All of them start that one copy, without a network.",
    )
    .addOption(hostOption("where to add it; may be repeated"))
    .option("--all", "all that are found on this machine")
    .option("--dry-run", "show what would be written, and write nothing")
    .option("--undo", "take the last installation back, or that of --host")
    .option("--force", "put it in the place of an entry that another program or you have made")
    .option("--approve", "let them read the persona and record what you say without asking each time")
    .option("--no-approve", "have them ask")
    .option("--hooks", "have those that run hooks record by themselves what you type, whatever their models call")
    .option("--keep-special", "consent to keep health, religion, politics and sexuality if you mention them")
    .option("--no-keep-special", "keep none of these; withdraws what was consented to")
    .option("--node <path>", "the Node that starts it; the one that runs this by default")
    .addHelpText(
      "after",
      examples(
        "install",
        "install --host claude-desktop --host cursor",
        "install --host codex --host gemini --hooks",
        "install --all --dry-run",
      ),
    )
    .action((options: InstallOptions) =>
      run((context) => (options.undo ? undo(context, options) : install(context, options, findBuilt))),
    );
}

export function hostOption(description: string): Option {
  return new Option("--host <name...>", description).choices(HOST_NAMES);
}

async function install(context: CommandContext, options: InstallOptions, findBuilt: () => string): Promise<void> {
  const { config, terminal, answer } = context;
  const data = config.elsewhere;
  const machine = thisMachine(config);
  const folder = commandFolder(data);
  const node = lastingNode(options.node ?? process.execPath);
  const server = servedWith(config, node, folder.script);
  const built = findBuilt();
  const { files: earlier } = await readInstalled(data);
  const hosts = await chooseHosts(options, machine, terminal);
  if (hosts.length === 0) {
    terminal.note("Nothing was changed.");
    return;
  }
  const approve = options.approve ?? (!options.dryRun && (await askToApprove(context, hosts)));
  const { hooks = false, force = false } = options;
  const settings = { server, script: folder.script, approve, hooks, force };
  const { plans, failures } = await planAll(hosts, machine, settings);
  for (const failure of failures) terminal.note(`lifelong: ${failure.message}`);
  if (hooks) tellWithout(plans, terminal);
  if (options.dryRun) {
    const put = { from: (await folder.read()).current, to: await folder.nameOf(built) };
    answer({ plans: plans.map(dataOf), dryRun: true }, () => viewPlans(plans, put));
  } else if (plans.length > 0) {
    // First of all, so that the folders that are made for it are known.
    await writeInstalled(data, await readInstalled(data));
    const put = await folder.put(built);
    const at = new Date();
    for (const { host, files } of plans) await installHost(host, files, data, at);
    const special = options.keepSpecial ?? (earlier.length === 0 ? await askForSpecial(context) : undefined);
    if (special !== undefined) await recordConsents(await context.open(), context.userId, special);
    answer({ command: put, hosts: plans.map(dataOf) }, (layout) => viewInstalled(plans, put, { approve, layout }));
    if (isOfProject(node)) {
      terminal.note(`They start the Node at ${node}, which goes when that folder goes. --node names another.`);
    }
  }
  if (failures.length > 0) {
    throw new PersonaError(
      "INVALID_INPUT",
      `${failures.length} of ${hosts.length} assistants were left as they were, for the reasons above.`,
    );
  }
}

/** What would be changed in every host. What hinders one of several does not hinder the others. */
async function planAll(
  hosts: readonly Host[],
  machine: Machine,
  settings: PlanSettings,
): Promise<{ plans: readonly HostPlan[]; failures: readonly PersonaError[] }> {
  const plans: HostPlan[] = [];
  const failures: PersonaError[] = [];
  for (const host of hosts) {
    try {
      plans.push(await planHost(host, machine, settings));
    } catch (error) {
      if (hosts.length === 1 || !PersonaError.isInstance(error)) throw error;
      failures.push(error);
    }
  }
  return { plans, failures };
}

function tellWithout(plans: readonly HostPlan[], { note }: CommandContext["terminal"]): void {
  const titles = plans.filter(({ files, isHooked }) => files.length > 0 && !isHooked).map(({ host }) => host.title);
  if (titles.length === 0) return;
  note(
    `No hooks can be entered for ${titles.join(", ")}. Claude Code has them in its plugin: docs/claude-code.md says how to add it.`,
  );
}

async function askToApprove({ terminal }: CommandContext, hosts: readonly Host[]): Promise<boolean> {
  const titles = hosts.filter(({ approval }) => approval).map(({ title }) => title);
  if (!terminal.interactive || titles.length === 0) return false;
  return terminal.confirm(
    `Let ${titles.join(", ")} read your persona and record what you say without asking each time? Whatever changes or forgets it still asks.`,
  );
}

async function askForSpecial({ terminal }: CommandContext): Promise<boolean | undefined> {
  if (!terminal.interactive) return undefined;
  return terminal.confirm("Keep health, religion, politics and sexuality if you mention them?");
}

async function undo({ config, answer, terminal }: CommandContext, { host: names }: InstallOptions): Promise<void> {
  const data = config.elsewhere;
  const { files } = await readInstalled(data);
  const last = files
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  const meant = files.filter(({ host, at }) => (names ? names.includes(host) : at === last));
  if (meant.length === 0) {
    terminal.note("There is no installation to take back.");
    return;
  }
  const taken = await takeAllBack(meant, data, commandFolder(data));
  answer({ files: taken }, () => viewTakenBack(taken));
}

function dataOf({ host, files }: HostPlan): { host: string; files: readonly { file: string; changed: boolean }[] } {
  return { host: host.name, files: files.map(({ file, changed }) => ({ file, changed: changed !== null })) };
}
