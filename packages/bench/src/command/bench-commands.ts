import type { Command } from "commander";
import type { WithHouse } from "./bench-house.ts";
import { generateCommand } from "./generate-command.ts";
import { lampCommand } from "./lamp-command.ts";
import { offlineCommand } from "./offline-command.ts";
import { runCommand } from "./run-command.ts";

/** The commands of the benchmark, under whatever program carries them. Without one of them it replays offline. */
export function addBenchCommands(command: Command, withHouse: WithHouse): Command {
  return command
    .addCommand(offlineCommand(withHouse), { isDefault: true })
    .addCommand(runCommand(withHouse))
    .addCommand(generateCommand(withHouse))
    .addCommand(lampCommand(withHouse));
}
