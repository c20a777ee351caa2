import * as z from "zod";

/** What came of the scenario's steps. */
const steps = z.strictObject({
  /** `get_persona` answered for a user of whom nothing is known. */
  get: z.boolean(),
  /** `record_session` kept what the user had said. */
  record: z.boolean(),
  /** `optimize_persona` learned from it. */
  optimize: z.boolean(),
  /** The next `get_persona` brought what was learned. */
  change: z.boolean(),
});
export type Steps = z.infer<typeof steps>;

const row = steps.extend({
  client: z.string(),
  version: z.string(),
  transport: z.enum(["stdio", "http"]),
  /** The revision of the protocol in which tools were called. */
  era: z.string(),
});

/** One client over one transport, as a run has found it. */
export interface ClientRow extends z.infer<typeof row> {
  /** What it sent first. */
  readonly first: string;
}

const hostRow = row.extend({
  notes: z.string(),
  /** The day of the run, ISO 8601. */
  date: z.iso.date(),
});

/** One host over one transport, as somebody's run on demand has found it. */
export type HostRow = z.infer<typeof hostRow>;

/** @throws when the text is not an array of such rows */
export function readHostRows(text: string): readonly HostRow[] {
  return z.array(hostRow).parse(JSON.parse(text));
}
