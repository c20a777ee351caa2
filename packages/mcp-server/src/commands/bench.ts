import { addBenchCommands } from "@lifelong/bench";
import type { Command } from "commander";
import { houseOf } from "../bench-house.ts";
import type { Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  addBenchCommands(command, houseOf(run)).description(
    "PersonaBench: how well an assistant knows its users, and what that costs. Without a command it replays our own data; no model, no key.",
  );
}
