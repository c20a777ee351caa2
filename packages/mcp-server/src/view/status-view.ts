import type { QueueStatus, Status } from "@lifelong/core";
import { ago } from "./ago.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { viewRow } from "./value-view.ts";

const NAME_WIDTH = 10;

/** How the user's memory stands, and why it learns or waits. */
export function viewStatus(status: Status, place: string, layout: Layout, now: Date): string {
  return `${[layout.style.title(`Lifelong, profile ${status.userId}`), "", ...statusRows(status, place, layout, now)].join("\n")}\n`;
}

/** Where the data is: whole and in one line, so that it can be copied. */
export function placeRow(place: string, { style }: Layout): string[] {
  const columns = { indent: 2, nameWidth: NAME_WIDTH };
  return viewRow({ name: "data", text: place }, columns, { width: Number.POSITIVE_INFINITY, style });
}

/** What is kept of conversations and history. */
function keptText({ sessions, revisions }: Status["retention"]): string {
  const texts =
    sessions === undefined
      ? "all conversations"
      : sessions === "used"
        ? "conversations until they are used, 30 days at most"
        : `conversations for ${count(sessions, "day")}`;
  return `${texts}, ${revisions === undefined ? "every change" : `the newest ${count(revisions, "change")}`}`;
}

type SetAside = Status["parked"][number];

function whySetAside({ sessions, reason, attempts, triesLeft }: SetAside): string {
  const tries = `${count(attempts, "try", "tries")}${triesLeft > 0 ? ` of ${attempts + triesLeft}` : ""}`;
  return `${count(sessions, "conversation")}, ${reason}${reason === "unreadable" ? ` after ${tries}` : ""}`;
}

/** Whether it is taken up by itself, and what takes it up else. */
function nextTry({ by, reason, triesLeft }: SetAside): string {
  if (by !== "model") return "read only when you ask your assistant to run optimize_persona for what was set aside";
  if (reason === "old") return "read only by `lifelong optimize --all`";
  return triesLeft > 0
    ? "tried again after the next update, or by `lifelong optimize --retry`"
    : "tried again only by `lifelong optimize --retry`";
}

export function statusRows(status: Status, place: string, layout: Layout, now: Date): string[] {
  const row = (name: string, text: string, remark = "") =>
    viewRow({ name, text, remark }, { indent: 2, nameWidth: NAME_WIDTH }, layout);
  const { head, values, tentative, paused, consents, parked, passes, queue, recordedAt, updatedAt, retention } = status;
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
    ...row("kept", keptText(retention)),
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
    ...(queue ? queueRows(queue, row, now) : []),
    ...parked.flatMap((range) => [
      ...row("  set aside", whySetAside(range), nextTry(range)),
      ...(range.failure === undefined ? [] : row("", range.failure)),
    ]),
    ...row("consent", consents.length === 0 ? "no special category" : consents.join(", ")),
  ];
}

/** How the queue stands for everybody, and which updates of this user were given up. */
function queueRows(
  { running, waiting, delayed, failed, workers, failures }: QueueStatus,
  row: (name: string, text: string, remark?: string) => string[],
  now: Date,
): string[] {
  const counts = [`${running} running`, `${waiting} waiting`, `${delayed} put off`, `${failed} given up`];
  const nobody = workers === 0 ? "no worker: start `lifelong worker`" : undefined;
  return [
    ...row("queue", counts.join(", "), nobody ?? (workers === undefined ? "" : count(workers, "worker"))),
    ...failures.flatMap(({ pass, at, attempts, failure }) => [
      ...row("  given up", `${pass}, after ${count(attempts, "try", "tries")} ${ago(at, now)}`),
      ...row("", `${failure} What is recorded waits; \`lifelong optimize\` tries again.`),
    ]),
  ];
}
