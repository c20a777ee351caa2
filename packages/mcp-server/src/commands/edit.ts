import { defaultSchema, type Command as PersonaCommand, PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import { editText } from "../edit-text.ts";
import { parseContent } from "../field-content.ts";
import { resolveField } from "../field-name.ts";
import { readPersonaText, writePersonaText } from "../persona-text.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewReport } from "../view/report-view.ts";

export function define(command: Command, run: Run): void {
  const commands: PersonaCommand[] = [];
  const take = (parse: (text: string) => PersonaCommand) => (text: string) => void commands.push(parse(text));
  command
    .description(
      "Changes the persona by hand: as a text in your editor, or by options. What you set outranks what is learned.",
    )
    .option("--set <field=value>", "give a field a value, or a set one more", take(parseSet))
    .option("--remove <field[=value]>", "take a value away, or all that a field holds", take(parseRemove))
    .option(
      "--lock <field>",
      "let only your hand change the field",
      take((text) => ({ kind: "lock", field: fieldIn(text) })),
    )
    .option(
      "--unlock <field>",
      "let it learn again",
      take((text) => ({ kind: "unlock", field: fieldIn(text) })),
    )
    .addHelpText(
      "after",
      examples("edit", "edit --set name=Ada --set likes=tea", "edit --remove likes=coffee", "edit --lock name"),
    )
    .action(() =>
      run(async (context) => {
        const personalizer = await context.open();
        const changes = commands.length > 0 ? commands : await editByHand(context);
        if (changes.length === 0) {
          context.terminal.note("Nothing changed.");
          return;
        }
        const report = await personalizer.edit(context.userId, changes);
        const known = contentsOf(await personalizer.history(context.userId));
        context.answer(report, (layout) => viewReport(report, defaultSchema, layout, known));
      }),
    );
}

/** Opens the editor, again with a note on top as long as what was saved cannot be read and was changed. */
async function editByHand({ config, open, userId }: CommandContext): Promise<PersonaCommand[]> {
  const persona = await (await open()).show(userId);
  let text = writePersonaText(persona, defaultSchema);
  for (;;) {
    const edited = await editText(config.editor, text);
    try {
      return readPersonaText(persona, defaultSchema, edited);
    } catch (error) {
      if (!PersonaError.isInstance(error) || edited === text) throw error;
      text = `# ${error.message} Correct it, or save it unchanged to give up.\n${edited}`;
    }
  }
}

function parseSet(text: string): PersonaCommand {
  const separator = text.indexOf("=");
  if (separator < 0) throw new PersonaError("CONFIGURATION", "Write --set field=value.");
  const field = fieldIn(text.slice(0, separator));
  return { kind: "set", field, content: parseContent(defaultSchema, field, text.slice(separator + 1)) };
}

function parseRemove(text: string): PersonaCommand {
  const separator = text.indexOf("=");
  if (separator < 0) return { kind: "remove", field: fieldIn(text) };
  const field = fieldIn(text.slice(0, separator));
  return { kind: "remove", field, content: parseContent(defaultSchema, field, text.slice(separator + 1)) };
}

function fieldIn(text: string): string {
  return resolveField(defaultSchema, text);
}
