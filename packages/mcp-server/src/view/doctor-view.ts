import type { Status } from "@lifelong/core";
import type { ClientNote } from "../clients.ts";
import { ago } from "./ago.ts";
import type { Layout } from "./layout.ts";
import { placeRow, statusRows } from "./status-view.ts";
import { oneLine, wrap } from "./text-width.ts";
import { viewRow } from "./value-view.ts";

/** Something to know, in whole sentences that say what to do. */
export interface Remark {
  readonly sentence: string;
  /** What it is about, within the data folder. */
  readonly path?: string;
}

/** What a look at the data found. */
export interface Findings {
  /** Where the data is: a folder, or a location without user, password and query. */
  readonly place: string;
  /** What was repaired just now. */
  readonly repairs: readonly Remark[];
  /** Null when the data cannot be read. */
  readonly status: Status | null;
  readonly clients: readonly ClientNote[];
  /** Folders in which nothing is recorded by itself. */
  readonly excluded: readonly string[];
  /** Empty when all is well. */
  readonly warnings: readonly Remark[];
}

const NAME_WIDTH = 10;

/** Where the data is, who uses it, what waits and why, and what is wrong. */
export function viewFindings(findings: Findings, layout: Layout, now: Date): string {
  const { place, repairs, status, clients, excluded, warnings } = findings;
  const { style } = layout;
  const lines = [
    ...(repairs.length === 0
      ? []
      : [style.title("Repaired"), ...repairs.flatMap((remark) => viewRemark(remark, layout)), ""]),
    style.title("Data"),
    ...(status === null ? placeRow(place, layout) : statusRows(status, place, layout, now)),
    "",
    style.title("Assistants"),
    ...(clients.length === 0 ? ["  None has used this profile yet. `lifelong install` adds it to yours."] : []),
    ...clients.flatMap((client) =>
      viewRow(
        {
          name: oneLine(client.name),
          text: `${lastDone("read", client.readAt, now)}, ${lastDone("recorded", client.recordedAt, now)}`,
        },
        { indent: 2, nameWidth: Math.max(NAME_WIDTH, ...clients.map(({ name }) => name.length)) },
        layout,
      ),
    ),
    ...(excluded.length === 0
      ? []
      : ["", style.title("Left out, by `lifelong pause --here`"), ...excluded.map((folder) => `  ${oneLine(folder)}`)]),
    "",
    ...(warnings.length === 0
      ? [style.good("Everything is in order.")]
      : [style.title("Look at this"), ...warnings.flatMap((remark) => viewRemark(remark, layout))]),
  ];
  return `${lines.join("\n")}\n`;
}

/** A path stands alone and whole, so that it can be copied. */
function viewRemark({ sentence, path }: Remark, { width, style }: Layout): string[] {
  const lines = wrap(sentence, width - 4).map((line, index) => `  ${index === 0 ? "·" : " "} ${line}`);
  return path === undefined ? lines : [...lines, `    ${style.faint(path)}`];
}

function lastDone(what: string, time: string | undefined, now: Date): string {
  return time === undefined ? `never ${what}` : `last ${what} ${ago(time, now)}`;
}
