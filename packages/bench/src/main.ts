import { PersonaError } from "@lifelong/core";
import { Command } from "commander";
import { addBenchCommands } from "./command/bench-commands.ts";
import type { WithHouse } from "./command/bench-house.ts";
import { addEvalOptions } from "./command/eval-command.ts";
import { processHouse } from "./command/process-house.ts";

const house = processHouse(process.env);
const withHouse: WithHouse = (work) => work(house);
const program = addBenchCommands(new Command("bench"), withHouse)
  .description("PersonaBench: how well an assistant knows its users, and what that costs.")
  .addCommand(addEvalOptions(new Command("eval"), withHouse).description("The same on one's own conversations."));

try {
  await program.parseAsync();
} catch (error) {
  if (!PersonaError.isInstance(error)) throw error;
  house.note(error.message);
  process.exitCode = 1;
}
