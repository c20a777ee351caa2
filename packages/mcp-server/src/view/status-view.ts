import type { Status } from "@lifelong/core";
import { ago } from "./ago.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { viewRow } from "./value-view.ts";

const NAME_WIDTH = 10;
/** How often a range is tried by itself. */
const ATTEMPTS = 3;

/** How the user's memory stands, and why it learns or waits. */
export function viewStatus(status: Status, place: string, layout: Layout, now: Date): string {
  return `${[layout.style.title(`Lifelong, profile ${status.userId}`), "", ...statusRows(status, place, layout, now)].join("\n")}\n`;
}

/** Where the data is: whole and in one line, so that it can be copied. */
export function placeRow(place: string, { style }: Layout): string[] {
  const columns = { indent: 2, nameWidth: NAME_WIDTH };
  return viewRow({ name: "data", text: place }, columns, { width: Number.POSITIVE_INFINITY, style });
}

function nextTry({ attempts }: Status["parked"][number]): string {
  return attempts < ATTEMPTS
    ? "tried again after the next update, or by `lifelong optimize --retry`"
    : "`lifelong optimize --retry` tries again";
}

export function statusRows(status: Status, place: string, layout: Layout, now: Date): string[] {
  const row = (name: string, text: string, remark = "") =>
    viewRow({ name, text, remark }, { indent: 2, nameWidth: NAME_WIDTH }, layout);
  const { head, values, tentative, paused, consents, parked, passes, recordedAt, updatedAt } = status;
  return [
    ...placeRow(place, layout),
    ...row(
      "persona",
      `${count(values, "value")}${tentative > 0 ? `, ${tentative} not sure yet` : ""}`,
      updatedAt ? `revision ${head?.revision ?? 0}, changed ${ago(updatedAt, now)}` : "nothing learned yet",
    ),
    ...row(
      "recorded",
      count(head?.sessions ?? 0, "conversation"),
      recordedAt ? `last ${ago(recordedAt, now)}` : "none yet",
    ),
    ...row("learning", paused ? "paused; `lifelong resume` goes on" : "on"),
    ...passes.flatMap((pass) => [
      ...row(
        `  ${pass.pass}`,
        pass.running ? "running now" : `${count(pass.pending, "conversation")} pending`,
        pass.last ? `last ran ${ago(pass.last.at, now)}` : "has not changed anything yet",
      ),
      ...row("", pass.reason),
      ...(pass.last?.failure === undefined ? [] : row("", pass.last.failure)),
    ]),
    ...parked.flatMap((range) =>
      row(
        "  set aside",
        `${count(range.sessions, "conversation")}, ${range.reason}${range.reason === "unreadable" ? ` after ${count(range.attempts, "try", "tries")} of ${ATTEMPTS}` : ""}`,
        range.reason === "old" ? "`lifelong optimize --all` reads them" : nextTry(range),
      ),
    ),
    ...row("consent", consents.length === 0 ? "no special category" : consents.join(", ")),
  ];
}
