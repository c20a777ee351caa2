import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { withClients, withHosts } from "../matrix/page.ts";
import { type ClientRow, readHostRows } from "../matrix/row.ts";
import { stepsOf } from "../matrix/steps.ts";
import { installedVersion } from "../matrix/version.ts";
import { openServer } from "../server/open-server.ts";
import { clients } from "./all.ts";

const PAGE = fileURLToPath(new URL("../../docs/interoperability.md", import.meta.url));
const HOSTS = new URL("../../docs/measurements/hosts.json", import.meta.url);

const runs = clients.flatMap((client) => (["stdio", "http"] as const).map((transport) => ({ client, transport })));
const rows = new Map<(typeof runs)[number], ClientRow>();

test.for(runs)(
  "$client.name over $transport reads, records, learns, and sees the change",
  {
    concurrent: true,
  },
  async (run) => {
    const { client, transport } = run;
    await using server = await openServer(transport);
    const steps = stepsOf(await client.talk(server));
    const { first, protocol } = await server.meeting();
    const version = installedVersion(client.package, client.dependent);
    const possible = (transport === "stdio" && client.revisionsOverStdio) || [protocol];
    expect(possible).toContain(protocol);
    rows.set(run, { client: client.name, version, transport, first, era: possible.join(" or "), ...steps });
    expect(steps).toEqual({ get: true, record: true, optimize: true, change: true });
  },
);

let page = await readFile(PAGE, "utf8");

test("the page holds what the last run of hosts has found", async () => {
  page = withHosts(page, readHostRows(await readFile(HOSTS, "utf8")));
  await expect(page).toMatchFileSnapshot(PAGE);
});

test("the page holds what this run has found of clients", async ({ skip }) => {
  const found = runs.flatMap((run) => rows.get(run) ?? []);
  skip(found.length < runs.length, "Not every client has come to its end in this run.");
  page = withClients(page, found);
  await expect(page).toMatchFileSnapshot(PAGE);
});
