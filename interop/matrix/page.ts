import type { ClientRow, HostRow, Steps } from "./row.ts";

const STEPS = ["reads", "records", "learns", "sees the change"] as const;

/** The page with the table of clients as these rows say it; all else stays. */
export function withClients(page: string, rows: readonly ClientRow[]): string {
  const head = ["Client", "Version", "Transport", "First message", "Protocol", ...STEPS];
  const lines = rows.map((row) => {
    return [row.client, row.version, row.transport, `\`${row.first}\``, row.era, ...outcomes(row)];
  });
  return withTable(page, "clients", table(head, lines));
}

/** The page with the table of hosts as these rows say it; all else stays. */
export function withHosts(page: string, rows: readonly HostRow[]): string {
  const head = ["Host", "Version", "Transport", "Protocol", ...STEPS, "Run on", "Notes"];
  const lines = rows.map((row) => {
    return [row.client, row.version, row.transport, row.era, ...outcomes(row), row.date, row.notes];
  });
  return withTable(page, "hosts", table(head, lines));
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
