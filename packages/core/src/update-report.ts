import type { UpdateReport } from "./personalizer.ts";
import type { Revision } from "./revision.ts";
import { addUsage, type Usage } from "./usage.ts";

/** The most telling first: what was learned is told, whatever came of the other update. */
const TELLING: readonly UpdateReport["outcome"][] = ["committed", "parked", "limited", "paused", "nothing"];

/** The report of a run that ends because ranges were parked one after another, though more may be due. */
export function stopAfterParking(report: UpdateReport): UpdateReport {
  const sentence = "Two ranges in a row were set aside; what is left waits for the next occasion.";
  return { ...report, reason: [report.reason ?? [], sentence].flat().join(" "), stopped: true };
}

/** Two updates of one pass, told as one: the more telling outcome, and each reason why not all went well. */
export function sumReports(one: UpdateReport, other: UpdateReport): UpdateReport {
  const reasons = new Set([one.reason, other.reason].filter((reason) => reason !== undefined));
  return {
    ...one,
    ...other,
    outcome: TELLING.find((outcome) => outcome === one.outcome || outcome === other.outcome) ?? other.outcome,
    ...(reasons.size > 0 && { reason: [...reasons].join(" ") }),
    sessions: one.sessions + other.sessions,
    changes: [...one.changes, ...other.changes],
    refusals: [...one.refusals, ...other.refusals],
    ...((one.usage ?? other.usage) && { usage: addUsage(one.usage ?? {}, other.usage ?? {}) }),
  };
}

/**
 * What the updates of a pass did, as their revisions tell it.
 *
 * @param revisions - newest first
 */
export function toldBy(
  revisions: readonly Revision[],
  pass: string,
): Pick<UpdateReport, "changes" | "refusals" | "model" | "prompt" | "usage"> {
  const own = revisions
    .flatMap(({ cause, changes, refusals }) =>
      cause.kind === "update" && cause.pass === pass ? [{ cause, changes, refusals }] : [],
    )
    .reverse();
  const { model, prompt } = own.at(-1)?.cause ?? {};
  const usages = own.flatMap(({ cause }) => cause.usage ?? []);
  return {
    changes: own.flatMap(({ changes }) => changes),
    refusals: own.flatMap(({ refusals }) => refusals),
    ...(model && { model }),
    ...(prompt && { prompt }),
    ...(usages.length > 0 && { usage: usages.reduce<Usage>(addUsage, {}) }),
  };
}
