import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const FILE = fileURLToPath(new URL("../../docs/measurements/hosts.json", import.meta.url));

const resultSchema = z.object({
  client: z.string(),
  version: z.string(),
  transport: z.enum(["stdio", "http"]),
  /** The protocol's revision that host and server spoke. */
  era: z.string(),
  get: z.boolean(),
  record: z.boolean(),
  optimize: z.boolean(),
  change: z.boolean(),
  notes: z.string(),
  /** Of the run, such as `2026-11-27`. */
  date: z.iso.date(),
});

/** What was seen of one host over one transport, as the documentation shows it. */
export type HostResult = z.infer<typeof resultSchema>;

/** Puts a result in the place of the last one of that host and transport. Not for two processes at a time. */
export async function writeResult(result: Omit<HostResult, "date">): Promise<void> {
  const kept = z.array(resultSchema).parse(JSON.parse(await readFile(FILE, "utf8")));
  const others = kept.filter(({ client, transport }) => client !== result.client || transport !== result.transport);
  const results = [...others, { ...result, date: new Date().toISOString().slice(0, 10) }];
  const key = ({ client, transport }: HostResult) => `${client} ${transport}`;
  results.sort((one, other) => key(one).localeCompare(key(other), "en"));
  await writeFile(FILE, `${JSON.stringify(results, undefined, 2)}\n`);
}
