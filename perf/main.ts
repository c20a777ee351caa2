import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.ts";
import type { Measurement, Outcome } from "./measurement.ts";
import { coldStart } from "./measurements/cold-start.ts";
import { durability } from "./measurements/durability.ts";
import { getPersona } from "./measurements/get-persona.ts";
import { instantPass } from "./measurements/instant-pass.ts";
import { pureFunctions } from "./measurements/pure-functions.ts";
import { recordSession } from "./measurements/record-session.ts";
import { stdio } from "./measurements/stdio.ts";
import { toolsList } from "./measurements/tools-list.ts";
import { renderTable } from "./table.ts";

const MEASUREMENTS: readonly Measurement[] = [
  recordSession,
  getPersona,
  pureFunctions,
  coldStart,
  stdio,
  toolsList,
  durability,
  instantPass,
];

const USAGE = `Usage: node main.ts [NAME...] [--users N,N,...] [--directory DIR] [--json FILE]

${MEASUREMENTS.map(({ name, question }) => `  ${name.padEnd(16)} ${question}`).join("\n")}

--users      sizes of the folders of get-persona (100,1000,10000,100000)
--directory  where folders are made and removed; a real disk, not memory (${tmpdir()})
--json       where the samples go
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: "string", default: "100,1000,10000,100000" },
    directory: { type: "string", default: tmpdir() },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help || positionals.some((name) => MEASUREMENTS.every((measurement) => measurement.name !== name))) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

/** More than all measurements take together on a slow machine; whoever hangs is ended, and servers end with their stdin. */
const PATIENCE_MS = 40 * 60 * 1_000;

const note = (text: string): void => void process.stderr.write(`${text}\n`);
const chosen = MEASUREMENTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const root = mkdtempSync(join(values.directory, "lifelong-perf-"));
const machine = describeMachine(root);
const outcomes: Record<string, Outcome> = {};
process.once("exit", () => rmSync(root, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(130));
setTimeout(() => process.exit(1), PATIENCE_MS).unref();
process.stdout.write(`${machine.join("\n")}\n\n`);
for (const { name, question, run } of chosen) {
  const directory = join(root, name);
  mkdirSync(directory);
  note(`… ${name}`);
  const outcome = await run({ directory, users: values.users.split(",").map(Number), note });
  outcomes[name] = outcome;
  process.stdout.write(`== ${name}: ${question}\n\n${outcome.tables.map(renderTable).join("\n")}\n`);
  for (const { budget, measured, met } of outcome.verdicts) {
    process.stdout.write(`${met ? "met   " : "MISSED"}  ${budget}: ${measured}\n`);
  }
  process.stdout.write("\n");
  rmSync(directory, { recursive: true, force: true });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, outcomes }, null, 1)}\n`);
