import { CATEGORIES, type Category, PersonaError } from "@lifelong/core";
import { Argument, type Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description(
      "Allows to learn a special category of personal data, or forbids it again. Without consent such things are counted, not kept.",
    )
    .addArgument(new Argument("<category>", "the category").choices(CATEGORIES))
    .option("--withdraw", "forbid it again; what is held stays until it is forgotten")
    .addHelpText("after", examples("consent health", "consent health --withdraw"))
    .action((category: string, { withdraw = false }: { withdraw?: boolean }) =>
      run(async ({ open, userId, answer }) => {
        const report = await (await open()).edit(userId, [
          { kind: "consent", category: parseCategory(category), given: !withdraw },
        ]);
        answer(report, () => `Consent for ${category} is ${withdraw ? "withdrawn" : "given"}.`);
      }),
    );
}

function parseCategory(text: string): Category {
  const category = CATEGORIES.find((name) => name === text);
  if (category === undefined) {
    throw new PersonaError("INVALID_INPUT", `A category is one of ${CATEGORIES.join(", ")}.`);
  }
  return category;
}
