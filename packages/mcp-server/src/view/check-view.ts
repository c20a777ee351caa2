import type { ModelVerdict } from "../commands/checking/check-model.ts";
import type { RunnerVerdict } from "../commands/checking/check-runner.ts";
import type { StoreVerdict } from "../commands/checking/check-store.ts";
import type { Comparison } from "../commands/checking/compare-stores.ts";
import type { Verdict } from "../commands/checking/verdict.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { oneLine, wrap } from "./text-width.ts";

/** What was checked, and whether all of it holds. */
export interface CheckReport {
  readonly holds: boolean;
  /** True: it was ended before its end. */
  readonly stopped: boolean;
  readonly store?: StoreVerdict;
  readonly model?: ModelVerdict;
  readonly runner?: RunnerVerdict;
}

const NAME_WIDTH = 15;
const NUMBER_WIDTH = 10;

/** The verdict on each thing that was checked, each failing case with its sentence, and how quick a store is. */
export function viewCheck({ store, model, runner }: CheckReport, layout: Layout): string {
  const blocks = [
    ...(store ? [viewStore(store, layout)] : []),
    ...(model ? [viewModel(model, layout)] : []),
    ...(runner ? [viewRunner(runner, layout)] : []),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function viewStore({ left, comparison, ...verdict }: StoreVerdict, layout: Layout): string[] {
  return [
    ...viewVerdict("store", verdict, layout),
    ...(left.length > 0
      ? wrap(
          `${count(left.length, "user")} of the check could not be erased: ${left.map(oneLine).join(", ")}`,
          layout.width,
        )
      : []),
    ...(comparison ? ["", ...viewComparison(comparison, layout)] : []),
  ];
}

function viewModel({ model, calls, rung, ...verdict }: ModelVerdict, layout: Layout): string[] {
  const forms = Object.entries(calls).flatMap(([form, number]) => (number > 0 ? [`${number} as ${form}`] : []));
  const reached = rung === undefined ? "It never answered." : `It answers as ${rung}.`;
  return [
    ...viewVerdict("model", verdict, layout),
    ...wrap(`${oneLine(model)}: ${reached} Calls: ${forms.join(", ") || "none"}.`, layout.width),
  ];
}

function viewRunner({ apart, ...verdict }: RunnerVerdict, layout: Layout): string[] {
  const shared = "The location takes no ?prefix=…, so the check ran on the queue itself, which was idle.";
  return [...viewVerdict("queue", verdict, layout), ...(apart ? [] : wrap(shared, layout.width))];
}

function viewVerdict(
  kind: string,
  { place, cases, held, failures }: Verdict & { readonly place: string },
  { width, style }: Layout,
): string[] {
  const verdict = `${held} of ${count(cases, "case")} ${cases === 1 ? "holds" : "hold"}`;
  return [
    `${style.title(`${kind} ${oneLine(place)}`)}  ${held === cases ? style.good(verdict) : style.bad(verdict)}`,
    ...failures.flatMap(({ name, sentence }) => [
      ...wrap(`✗ ${name}`, width).map(style.bad),
      ...wrap(sentence, width - 2).map((line) => `  ${line}`),
    ]),
  ];
}

function viewComparison({ calls, timings }: Comparison, { style }: Layout): string[] {
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join("")}`;
  return [
    style.strong(row("milliseconds", ["p50", "p95", "file p50", "file p95"])),
    ...timings.map(({ call, store, file }) =>
      row(
        call,
        [store.p50, store.p95, file.p50, file.p95].map((milliseconds) => milliseconds.toFixed(2)),
      ),
    ),
    style.faint(`${calls} calls of each, by turns with a file store in a temporary folder of this machine`),
  ];
}
