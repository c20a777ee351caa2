import { PersonaError, printLocation } from "@lifelong/core";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addSharedOptions, runnerFor } from "./command-context.ts";
import { commands, type ListedCommand, RUN } from "./command-list.ts";
import { errorLine } from "./error-line.ts";
import { writeAnswer } from "./terminal.ts";

const FAILURE = 1;
const USAGE = 2;

const NOTES = `
Exit codes: 0 done, 1 failed, 2 used wrongly.
The answer goes to stdout, everything else to stderr.
Variables: LIFELONG_STORE, LIFELONG_PROFILE and LIFELONG_PLUGIN (with commas) stand for --store, --profile and --plugin;
LIFELONG_OFF=1 turns the server off.

Examples:
  $ lifelong record chat.txt
  $ lifelong show
  $ lifelong why name
  $ lifelong help forget`;

/** Runs the command line to its end. Never throws: an error becomes one sentence on stderr and an exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  process.on("uncaughtException", (error) => {
    complain(error);
    process.exit(FAILURE);
  });
  tellWarnings();
  try {
    await buildProgram().parseAsync(argv, { from: "user" });
  } catch (error) {
    process.exitCode = complain(error);
  }
}

/** Has Node's warnings told as our own errors are: what others write into one may be a location, password and all. */
function tellWarnings(): void {
  // Whoever wants none has none.
  if (process.listenerCount("warning") === 0) return;
  process.removeAllListeners("warning");
  process.on("warning", (warning) => process.stderr.write(`lifelong: Node warns (${errorLine(warning)}).\n`));
}

function buildProgram(): Command {
  const program = speaking(addSharedOptions(new Command("lifelong")), "lifelong help")
    .description("A persona of you that keeps learning, for any AI assistant.")
    .version(packageJson.version)
    .usage("[options] <command>")
    .helpCommand(false)
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("after", NOTES)
    .exitOverride();
  // A stand-in takes all arguments as they are, and hands them to the command proper once that is loaded.
  const standIn = (name: string, summary: string, hidden = false) =>
    program
      .command(name, { hidden })
      .summary(summary)
      .helpOption(false)
      .argument("[arguments...]")
      .allowUnknownOption()
      .passThroughOptions();
  for (const listed of commands) {
    standIn(listed.name, listed.summary, listed.hidden)
      .helpGroup(listed.group)
      .action((words: readonly string[]) => runCommand(listed, words, program.opts()));
  }
  standIn("help", "how a command is used")
    .helpGroup(RUN)
    .action(async ([name]: readonly string[]) => {
      const listed = commands.find((command) => command.name === name);
      if (listed) await runCommand(listed, ["--help"], {});
      else if (name === undefined || name === "help") program.help();
      else throw new PersonaError("CONFIGURATION", "There is no such command. `lifelong help` lists them all.");
    });
  return program;
}

async function runCommand(
  { name, summary, load }: ListedCommand,
  words: readonly string[],
  before: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { define } = await load();
  const command = new Command(`lifelong ${name}`).description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
  define(command, runnerFor(command, before));
  const speaker = speaking(addSharedOptions(command), `lifelong help ${name}`);
  await speaker.exitOverride().parseAsync(words, { from: "user" });
}

/** Has a command say its help and its errors as everything else here is said. */
function speaking(command: Command, help: string): Command {
  return command.configureOutput({
    writeOut: writeAnswer,
    outputError: (text, write) => write(`lifelong: ${usageSentences(text)} \`${help}\` shows what fits.\n`),
  });
}

/** `error: unknown command 'sow'\n(Did you mean show?)` as sentences. */
function usageSentences(text: string): string {
  const [problem = "", ...hints] = withoutSecrets(text)
    .trim()
    .replace(/^error: /, "")
    .split("\n");
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}${problem.endsWith(".") ? "" : "."}`;
  return [sentence, ...hints.map((hint) => hint.replace(/^\((.*)\)$/, "$1"))].join(" ");
}

/** A word that stands where none belongs, as after an option that was mistyped, may be a location with a password. */
function withoutSecrets(text: string): string {
  return text
    .replace(/(but got \d+): .*/s, "$1.")
    .replace(/'(.*)'/s, (quoted, words) => (/[@?]/.test(words) ? `'${printLocation(words)}'` : quoted));
}

/** Says what went wrong, and answers the exit code. */
function complain(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (PersonaError.isInstance(error)) {
    process.stderr.write(`lifelong: ${error.message}\n`);
    return error.code === "CONFIGURATION" ? USAGE : FAILURE;
  }
  process.stderr.write(`lifelong: Something unexpected went wrong (${errorLine(error)}).\n`);
  return FAILURE;
}
