import { type Command, defaultSchema, PersonaError } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import type { CommandContext } from "../../command-context.ts";
import { parseContent } from "../../field-content.ts";
import { fieldName, resolveField } from "../../field-name.ts";
import type { Statement } from "../../importing/format.ts";
import { type PlacedValue, type Placement, placeStatements } from "../../importing/place-statements.ts";
import { contentsOf } from "../../view/change-view.ts";
import { viewPlacements } from "../../view/memories-view.ts";
import { viewReport } from "../../view/report-view.ts";
import { oneLine } from "../../view/text-width.ts";
import { viewContent } from "../../view/value-view.ts";

/** What became of a line. */
export interface MemoryLine extends Placement {
  readonly outcome: "accepted" | "skipped" | "not-placed" | "not-asked";
}

/**
 * Shows each thing that another memory says, with the field that it belongs to, and sets what the user accepts by the
 * user's own hand: nobody has the words in which it was said, so it is no evidence.
 */
export async function importMemories(
  context: CommandContext,
  statements: readonly Statement[],
  { acceptAll, dryRun }: { acceptAll: boolean; dryRun: boolean },
): Promise<void> {
  const { terminal, answer, userId } = context;
  const personalizer = await context.open();
  const persona = await personalizer.show(userId);
  const placements = await placeStatements(statements, {
    schema: defaultSchema,
    persona,
    optimizer: createExtractor(),
  });
  const lines =
    terminal.interactive && !dryRun && !acceptAll
      ? await askAll(context, placements)
      : placements.map((placement) => settled(placement, acceptAll && !dryRun ? "accepted" : "not-asked"));
  const commands = lines.flatMap(({ outcome, values }): Command[] =>
    outcome === "accepted" ? values.map((value) => ({ kind: "set", ...value })) : [],
  );
  const report = commands.length === 0 ? undefined : await personalizer.edit(userId, commands);
  const known = contentsOf(await personalizer.history(userId));
  answer({ lines, ...(report && { report }) }, (layout) =>
    viewPlacements(lines, defaultSchema, layout, report && viewReport(report, defaultSchema, layout, known)),
  );
}

/** A line that is not asked about: what fits no field is named, whatever is done with the others. */
function settled(placement: Placement, outcome: "accepted" | "not-asked"): MemoryLine {
  return { ...placement, outcome: fits(placement) ? outcome : "not-placed" };
}

function fits({ values }: Placement): boolean {
  return values.length > 0;
}

async function askAll({ terminal }: CommandContext, placements: readonly Placement[]): Promise<readonly MemoryLine[]> {
  let rest: "accepted" | "not-asked" | undefined;
  const lines: MemoryLine[] = [];
  for (const [index, placement] of placements.entries()) {
    if (rest !== undefined) {
      lines.push(settled(placement, rest));
      continue;
    }
    const shown = placement.values.map(
      ({ field, content }) => `${fieldName(defaultSchema, field)}: ${viewContent(content)}`,
    );
    const title = `\n${index + 1} of ${placements.length}  “${oneLine(placement.text)}”`;
    terminal.note([title, ...[...shown, ...placement.reasons].map((line) => `  ${line}`)].join("\n"));
    const line = await askOne(terminal, placement);
    if (typeof line === "string") rest = line === "all" ? "accepted" : "not-asked";
    lines.push(typeof line === "string" ? settled(placement, line === "all" ? "accepted" : "not-asked") : line);
  }
  return lines;
}

/** Asks until the answer is one. The end of input ends the asking. */
async function askOne(
  { ask, note }: CommandContext["terminal"],
  placement: Placement,
): Promise<MemoryLine | "all" | "quit"> {
  const isPlaced = fits(placement);
  const question = isPlaced
    ? "  accept (y), skip (n), another field or value (e), accept all that follow (a), quit (q) [y]"
    : "  skip (n), give it a field (e), accept all that follow (a), quit (q) [n]";
  for (;;) {
    const said = await ask(question);
    if (said === undefined) return "quit";
    switch (said.trim().toLowerCase() || (isPlaced ? "y" : "n")) {
      case "y":
        if (isPlaced) return { ...placement, outcome: "accepted" };
        break;
      case "n":
        return { ...placement, outcome: "skipped" };
      case "a":
        return "all";
      case "q":
        return "quit";
      case "e": {
        const value = await askValue(ask, note);
        if (value) return { ...placement, values: [value], reasons: [], outcome: "accepted" };
      }
    }
  }
}

async function askValue(
  ask: CommandContext["terminal"]["ask"],
  note: CommandContext["terminal"]["note"],
): Promise<PlacedValue | undefined> {
  const said = await ask("  field=value, like likes=tea; nothing goes back");
  if (said === undefined || said.trim() === "") return undefined;
  try {
    const separator = said.indexOf("=");
    if (separator < 0) throw new PersonaError("INVALID_INPUT", "Write field=value.");
    const field = resolveField(defaultSchema, said.slice(0, separator));
    return { field, content: parseContent(defaultSchema, field, said.slice(separator + 1)) };
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    note(`  ${error.message}`);
    return undefined;
  }
}
