import type { PersonaSchema } from "@lifelong/core";
import type { MemoryLine } from "../commands/importing/import-memories.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { oneLine, wrap } from "./text-width.ts";
import { fieldLabel, viewContent } from "./value-view.ts";

/**
 * What became of each line of another memory.
 *
 * @param report - what was changed; absent when nothing was
 */
export function viewPlacements(
  lines: readonly MemoryLine[],
  schema: PersonaSchema,
  { width, style }: Layout,
  report: string | undefined,
): string {
  const of = (outcome: MemoryLine["outcome"]) => lines.filter((line) => line.outcome === outcome);
  const told = ({ text, values, reasons }: MemoryLine) => [
    ...wrap(`“${oneLine(text)}”`, width - 2).map((part) => `  ${part}`),
    ...values.map(({ field, content }) => `    ${fieldLabel(schema, field)}: ${viewContent(content)}`),
    ...reasons.flatMap((reason) => wrap(reason, width - 4).map((part) => `    ${style.faint(part)}`)),
  ];
  const section = (title: string, chosen: readonly MemoryLine[]) =>
    chosen.length === 0 ? [] : [style.title(title), ...chosen.flatMap(told), ""];
  const partly = of("accepted").filter(({ reasons }) => reasons.length > 0);
  const waiting = of("not-asked");
  return [
    ...section("Fits, and was not accepted", waiting),
    ...section("Skipped", of("skipped")),
    ...section("Taken in part", partly),
    ...section("Not taken", of("not-placed")),
    ...wrap(
      `${count(of("accepted").length, "line")} of ${lines.length} accepted.${waiting.length > 0 ? " Accept them on a terminal, or all that fit with --accept-all." : ""}`,
      width,
    ),
    ...(report === undefined ? [] : [report]),
  ].join("\n");
}
