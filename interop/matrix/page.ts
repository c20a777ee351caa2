import type { ClientRow, HostRow, Steps } from "./row.ts";

const STEPS = ["reads", "records", "learns", "sees the change"] as const;

/** The page with both tables as these rows say it; everything outside the markers stays. */
export function withTables(page: string, clients: readonly ClientRow[], hosts: readonly HostRow[]): string {
  return withTable(withTable(page, "clients", clientTable(clients)), "hosts", hostTable(hosts));
}

function clientTable(rows: readonly ClientRow[]): string {
  return table(
    ["Client", "Version", "Transport", "First message", "Protocol", ...STEPS],
    rows.map((row) => [row.client, row.version, row.transport, `\`${row.first}\``, row.era, ...outcomes(row)]),
  );
}

function hostTable(rows: readonly HostRow[]): string {
  if (rows.length === 0) return "No run is on record.";
  return table(
    ["Host", "Version", "Transport", "Protocol", ...STEPS, "Run on", "Notes"],
    rows.map((row) => [row.client, row.version, row.transport, row.era, ...outcomes(row), row.date, row.notes]),
  );
}

function outcomes({ get, record, optimize, change }: Steps): readonly string[] {
  return [get, record, optimize, change].map((done) => (done ? "yes" : "**no**"));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @throws Error when the page has no such markers */
function withTable(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no place for the table of ${name}.`);
  return page.slice(0, from + begin.length) + content + page.slice(to);
}
