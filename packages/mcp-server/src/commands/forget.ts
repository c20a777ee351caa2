import { type Content, defaultSchema, type Forget, PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseContent } from "../field-content.ts";
import { fieldName, resolveField } from "../field-name.ts";
import { viewReceipt } from "../view/report-view.ts";

interface ForgetOptions {
  readonly session?: string;
  readonly everything?: boolean;
  readonly yes?: boolean;
}

export function define(command: Command, run: Run): void {
  command
    .description(
      "Takes something away for good: from the persona, from its history, and the messages that say it. Cannot be undone.",
    )
    .argument("[what]", "a field, or field=value for one value of it")
    .option("--session <id>", "a whole conversation, and what only it supports")
    .option("--everything", "all that is held of this profile")
    .option("--yes", "do not ask")
    .addHelpText(
      "after",
      examples("forget diet", "forget likes=tea", "forget --session trip-1", "forget --everything --yes"),
    )
    .action((text: string | undefined, options: ForgetOptions) =>
      run(async ({ open, userId, answer, terminal }) => {
        const what = parseForget(text, options);
        if (options.yes !== true) {
          if (!terminal.interactive) {
            throw new PersonaError(
              "CONFIGURATION",
              "Forgetting cannot be undone: add --yes to go on without being asked.",
            );
          }
          if (!(await terminal.confirm(`Forget ${describe(what)} for good?`))) {
            terminal.note("Nothing was forgotten.");
            return;
          }
        }
        const receipt = await (await open()).forget(userId, what);
        answer(receipt, (layout) => viewReceipt(receipt, defaultSchema, layout));
      }),
    );
}

function parseForget(text: string | undefined, { session, everything }: ForgetOptions): Forget {
  const given = [text, session, everything].filter((choice) => choice !== undefined);
  if (given.length !== 1) {
    throw new PersonaError(
      "CONFIGURATION",
      "Name one thing to forget: a field, field=value, --session ID or --everything.",
    );
  }
  if (everything) return { kind: "everything" };
  if (session !== undefined) return { kind: "session", sessionId: session };
  const [name = "", ...value] = (text ?? "").split("=");
  const field = resolveField(defaultSchema, name);
  if (value.length === 0) return { kind: "value", field };
  return { kind: "value", field, content: parseContent(defaultSchema, field, value.join("=")) };
}

function describe(what: Forget): string {
  switch (what.kind) {
    case "everything":
      return "everything that is held of this profile";
    case "session":
    case "messages":
      return "that conversation and what only it supports";
    case "value":
      return describeValue(fieldName(defaultSchema, what.field), what.content);
  }
}

function describeValue(name: string, content: Content | undefined): string {
  return content === undefined ? `all that “${name}” holds and held` : `that value of “${name}”`;
}
