import { addEvalOptions } from "@lifelong/bench";
import type { Command } from "commander";
import { houseOf } from "../bench-house.ts";
import type { Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  addEvalOptions(command, houseOf(run)).description(
    "Compares schemas, and how often a model learns, on conversations of your own. Recommends one, with what it costs.",
  );
}
