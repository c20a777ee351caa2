// The public surface of @lifelong/bench, by name: what the `lifelong` command shows of it.
export { addBenchCommands } from "./command/bench-commands.ts";
export type { BenchHouse, WithHouse } from "./command/bench-house.ts";
export { addEvalOptions } from "./command/eval-command.ts";
export { showFile } from "./command/process-house.ts";
