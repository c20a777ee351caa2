import type { Personalizer, PersonaStore } from "@lifelong/core";
import type { Command } from "commander";
import { type Config, type ConfigOptions, readConfig } from "./config.ts";
import { openPersonalizer } from "./open-personalizer.ts";
import { openConfiguredStore } from "./open-store.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import type { Layout } from "./view/layout.ts";

/** What a command works with. */
export interface CommandContext {
  readonly config: Config;
  /** The options as they were given, without what variables say. */
  readonly given: ConfigOptions;
  readonly userId: string;
  readonly terminal: Terminal;
  /**
   * Opens the library; it is closed when the command ends, so that learning under way is finished first.
   *
   * @param instead - settings that the command has for itself; those of the first call count
   */
  open(instead?: Partial<Config>): Promise<Personalizer>;
  /** Opens the store that the library works on, and that is closed with it. */
  openStore(): Promise<PersonaStore>;
  /** The answer on stdout: the data as JSON with `--json`, else the view of it. */
  answer(data: unknown, view: (layout: Layout) => string): void;
}

/** Runs the work of one command. */
export type Run = (work: (context: CommandContext) => Promise<void>) => Promise<void>;

/** One command of `lifelong`, in a file of its own that is loaded when it is called. */
export interface CommandModule {
  /** Says what the command takes, and what it does with it. */
  define(command: Command, run: Run): void;
}

/** Adds the options that every command has. */
export function addSharedOptions(command: Command): Command {
  return command
    .option("--store <location>", "where everything is kept: file: and a folder, or another scheme, like redis://host")
    .option("--profile <name>", "whose persona it is")
    .option(
      "--plugin <module>",
      "brings further stores and models: a package, or the path of a file; may be repeated",
      (module, others: readonly string[] = []) => [...others, module],
    )
    .option("--json", "answer in JSON, for machines");
}

/** Adds the options of the commands that learn, or tell how. */
export function addLearningOptions(command: Command): Command {
  return command
    .option("--model <location>", "who does the deep pass, like openai:gpt-5-mini; your assistant by default")
    .option("--fallback <location>", "the model that is asked when the first cannot answer")
    .option("--every <k>", "conversations between two deep passes; 3 by default")
    .option(
      "--ceiling <limit>",
      "the most that models may cost in a day, like calls=50,tokens=500000; calls=200 by default",
    )
    .option("--total-ceiling <limit>", "the same for all profiles together")
    .option("--timeout <seconds>", "how long one call of a model may take; 120 by default")
    .option("--runner <location>", "the queue on which workers run updates, like redis://host; here by default")
    .option("--calls-per-minute <n>", "the most calls to each vendor of models, by all workers together")
    .option(
      "--keep-sessions <how>",
      "whose text is kept: used (until it is learned, 30 days at most), all, or a number of days; all by default",
    )
    .option("--keep-revisions <n>", "how many changes the history keeps; all by default");
}

/** @param before - options that stood before the name of the command */
export function runnerFor(command: Command, before: Readonly<Record<string, unknown>>): Run {
  return async (work) => {
    const own = command.opts();
    // Those named before the command's name and those after it are all meant.
    const plugin = [before, own].flatMap((given) => (Array.isArray(given.plugin) ? given.plugin.map(String) : []));
    const options: ConfigOptions & { json?: boolean } = {
      ...before,
      ...own,
      plugin: plugin.length > 0 ? plugin : undefined,
    };
    const config = readConfig(options);
    const terminal = openTerminal(config);
    let store: Promise<PersonaStore> | undefined;
    let opened: Promise<Personalizer> | undefined;
    const openStore = () => (store ??= openConfiguredStore(config));
    try {
      await work({
        config,
        given: options,
        userId: config.profile,
        terminal,
        open: (instead = {}) => (opened ??= openPersonalizer({ ...config, ...instead }, openStore())),
        openStore,
        answer: (data, view) =>
          terminal.write(options.json ? JSON.stringify(data, undefined, 2) : view(terminal.layout)),
      });
    } finally {
      // What could not be opened has been told, and holds nothing.
      const [library, data] = await Promise.allSettled([opened, store]);
      if (library.status === "fulfilled" && library.value) await library.value.close();
      else if (data.status === "fulfilled") await data.value?.close?.();
    }
  };
}

/** Examples below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ lifelong ${line}`).join("\n")}`;
}
