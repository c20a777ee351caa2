import { type BenchHouse, showFile, type WithHouse } from "@lifelong/bench";
import type { CommandContext, Run } from "./command-context.ts";
import { openLocation } from "./open-models.ts";

/** Has the commands of the benchmark work in this program's terminal, with its models and plugins. */
export function houseOf(run: Run): WithHouse {
  return (work) => run((context) => work(house(context)));
}

function house({ config, terminal }: CommandContext): BenchHouse {
  return {
    openModel: (location) => openLocation(location, config),
    write: (text) => terminal.write(`${text}\n`),
    note: (text) => terminal.note(text),
    interactive: terminal.interactive,
    confirm: (question) => terminal.confirm(question),
    show: showFile,
  };
}
