import { type Effort, NEWEST_DAYS, printLocation } from "@lifelong/core";
import type { ImportReport } from "../commands/importing/import-conversations.ts";
import type { Learning } from "../config.ts";
import { CONVERSATION_REASONS, MESSAGE_REASONS } from "../importing/left-out.ts";
import type { RecordedImport } from "../importing/record-conversations.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { oneLine, wrap } from "./text-width.ts";
import { viewRow } from "./value-view.ts";

const COLUMNS = { indent: 2, nameWidth: 10 };
const roughly = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });

/** What would come in. */
export function viewSurvey(report: ImportReport, learning: Learning, layout: Layout): string {
  const { conversations, messages, formats, first, last, leftOut, messagesLeftOut, failures } = report;
  const row = (name: string, text: string, remark = "") => viewRow({ name, text, remark }, COLUMNS, layout);
  const rows = [
    ...row("would come", `${count(conversations, "conversation")}, ${count(messages, "message")}`),
    ...Object.entries(formats).flatMap(([format, number]) => row("", `${number.toLocaleString("en")} of a ${format}`)),
    ...(first && last ? row("had", `from ${first.slice(0, 10)} to ${last.slice(0, 10)}`) : []),
    ...leftOutRows({ leftOut, messagesLeftOut, others: report.others }, row),
  ];
  const effort = conversations === 0 ? [] : ["", viewEffort(report, learning, layout)];
  const end = wrap("Nothing was changed. Those that are known already are not taken twice.", layout.width);
  return `${[layout.style.title("Import, dry run"), "", ...rows, ...failureLines(failures, layout), ...effort, ...end].join("\n")}\n`;
}

/** What importing came to. */
export function viewImport(
  { imported, ...report }: ImportReport & { imported: RecordedImport },
  layout: Layout,
): string {
  const { recorded, grown, duplicates, learned, stopped } = imported;
  const row = (name: string, text: string, remark = "") => viewRow({ name, text, remark }, COLUMNS, layout);
  const messagesLeftOut = { ...report.messagesLeftOut, ...imported.messagesLeftOut };
  const rows = [
    ...row("recorded", count(recorded, "conversation"), grown === 0 ? "" : `${count(grown, "known one")} had grown`),
    ...row("known", `${count(duplicates, "conversation")}, not taken twice`),
    ...leftOutRows(
      { leftOut: { ...report.leftOut, ...imported.leftOut }, messagesLeftOut, others: report.others },
      row,
    ),
    ...row("learned", `${count(learned, "change")} by the rules`, "`lifelong show` shows them"),
  ];
  const failures = new Map([...report.failures, ...imported.failures].map((failure) => [failure.file, failure]));
  const end = stopped ? ["", ...wrap("Stopped before the end. Import the same again to go on.", layout.width)] : [];
  return `${[layout.style.title("Import"), "", ...rows, ...failureLines([...failures.values()], layout), ...end].join("\n")}\n`;
}

/** What a deep pass over it takes, on each path that is open. */
export function viewEffort({ recent, old, effort }: ImportReport, learning: Learning, { width }: Layout): string {
  const { model } = learning;
  const sentences = [
    "The rules read everything as it comes in, and ask no model. What takes thinking is for a deep pass.",
  ];
  if (model === undefined) {
    if (recent.sessions > 0)
      sentences.push(
        `${count(recent.sessions, "conversation")} of the last ${NEWEST_DAYS} days: ${byHost(effort.recent.host)}.`,
      );
    if (old.sessions > 0)
      sentences.push(
        `${count(old.sessions, "older conversation")}, only when asked for: ${byHost(effort.old.host)}, when you ask for what was set aside; or ${byModel(effort.old.model)} by \`lifelong optimize --all\` with --model: a service's with a key of yours, one of this machine (openai-compatible:http://localhost:11434/v1#qwen3), or an assistant that you are signed in to (cli:claude).`,
      );
  } else {
    const name = printLocation(model);
    if (recent.sessions > 0)
      sentences.push(
        `${count(recent.sessions, "conversation")} of the last ${NEWEST_DAYS} days: ${name} reads them as usual, in ${byModel(effort.recent.model)}.`,
      );
    if (old.sessions > 0) {
      const { callsPerDay } = learning.ceiling;
      const days = callsPerDay === undefined ? 1 : Math.ceil(effort.old.model.calls / callsPerDay);
      const limit =
        days > 1 ? ` At most ${callsPerDay} calls a day are made: that takes ${days} days, or --ceiling.` : "";
      sentences.push(
        `${count(old.sessions, "older conversation")}, only by \`lifelong optimize --all\`: ${byModel(effort.old.model)} with ${name}.${limit}`,
      );
    }
  }
  return `${sentences.flatMap((sentence) => wrap(sentence, width)).join("\n")}\n`;
}

function byModel({ calls, inputTokens }: Effort): string {
  return `about ${count(calls, "call")}, ${roughly.format(inputTokens)} tokens in all`;
}

function byHost({ calls, inputTokens }: Effort): string {
  return `your assistant's own model reads them in at most ${count(calls, "brief")} of optimize_persona, ${roughly.format(inputTokens)} tokens in all`;
}

function leftOutRows(
  { leftOut, messagesLeftOut, others }: Pick<ImportReport, "leftOut" | "messagesLeftOut" | "others">,
  row: (name: string, text: string, remark?: string) => string[],
): string[] {
  const lines = [
    ...Object.entries(CONVERSATION_REASONS).map(([reason, text]) => ({
      text,
      ...{ number: leftOut[reason as keyof typeof leftOut] ?? 0, noun: "conversation" },
    })),
    ...Object.entries(MESSAGE_REASONS).map(([reason, text]) => ({
      text,
      ...{ number: messagesLeftOut[reason as keyof typeof messagesLeftOut] ?? 0, noun: "message" },
    })),
    { text: `of no known form, like ${others[0]}`, number: others.length, noun: "file" },
  ].filter(({ number }) => number > 0);
  return lines.flatMap(({ number, noun, text }, index) =>
    row(index === 0 ? "left out" : "", `${count(number, noun)}: ${text}`),
  );
}

function failureLines(failures: ImportReport["failures"], { width }: Layout): string[] {
  return failures.flatMap(({ sentence }) => ["", ...wrap(`Not read: ${oneLine(sentence)}`, width)]);
}
