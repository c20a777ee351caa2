import type { Usage } from "./operation.ts";
import type { UpdateReport } from "./personalizer.ts";

/** Two updates of one pass, told as one. */
export function sumReports(one: UpdateReport, other: UpdateReport): UpdateReport {
  const tokens = (key: keyof Usage) =>
    one.usage?.[key] === undefined && other.usage?.[key] === undefined
      ? {}
      : { [key]: (one.usage?.[key] ?? 0) + (other.usage?.[key] ?? 0) };
  const usage = { ...tokens("calls"), ...tokens("inputTokens"), ...tokens("outputTokens") };
  return {
    ...one,
    ...other,
    outcome: other.outcome === "nothing" ? one.outcome : other.outcome,
    sessions: one.sessions + other.sessions,
    changes: [...one.changes, ...other.changes],
    refusals: [...one.refusals, ...other.refusals],
    ...(Object.keys(usage).length > 0 && { usage }),
  };
}
