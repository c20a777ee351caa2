import { readdir, readFile } from "node:fs/promises";
import { Command } from "commander";
import { expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { define } from "../commands/serve.ts";
import { parseHttpSettings } from "./http-settings.ts";
import { LIMITS } from "./open-http-server.ts";
import { SCOPES, scopeOfTool } from "./scopes.ts";

const docs = new URL("../../../../docs/", import.meta.url);
const page = await readFile(new URL("http.md", docs), "utf8");

test("every option of the server over HTTP is on the page, with its default", () => {
  const command = new Command("serve");
  define(command, async () => {});
  const described = command.options.filter(({ description }) => /^with --(http|issuer)/.test(description));
  expect(described.length).toBeGreaterThan(6);
  for (const { long } of described) expect(page).toContain(`| \`${long}\` |`);
  const { port, host, requestsPerMinute } = parseHttpSettings({}, {});
  expect(page).toMatch(new RegExp(`\\| \`--port\` .*\\| ${port} \\|`));
  expect(page).toMatch(new RegExp(`\\| \`--host\` .*\\| ${host} \\|`));
  expect(page).toMatch(new RegExp(`\\| \`--rate\` .*\\| ${requestsPerMinute} \\|`));
});

test("the limits on the page are those of the server", () => {
  const { maxBodyBytes, requestMs, drainMs, connections, traffic, sessions } = LIMITS;
  const thousands = (count: number) => String(count).replace(/(?<=\d)(?=\d{3}$)/, " ");
  for (const row of [
    `| body of a request | ${maxBodyBytes / 1024 ** 2} MiB |`,
    `| time to send a request | ${requestMs / 1_000} seconds |`,
    `| calls, streams of a user at once | ${traffic.call}, ${traffic.stream} |`,
    `| sessions of 2025 clients, of a user and in all | ${sessions.perUser}, ${thousands(sessions.total)};`,
    `| connections | ${thousands(connections)} |`,
    `gives calls under way ${drainMs / 1_000} seconds`,
  ]) {
    expect(page).toContain(row);
  }
});

test("every tool that the page names for a scope has that scope", () => {
  for (const scope of SCOPES) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${scope}\` |`)) ?? "";
    expect(row).not.toBe("");
    for (const [, name] of row.matchAll(/`(\w+)`/g)) {
      const tool = catalogue.find((listed) => listed.name === name);
      expect(tool && scopeOfTool(tool.annotations)).toBe(scope);
    }
  }
});

test("every test that the page on security names for HTTP is here", async () => {
  const security = await readFile(new URL("security.md", docs), "utf8");
  const [, table = ""] = security.split("## Over HTTP");
  const named = [...table.matchAll(/`([\w-]+\.test\.ts)`/g)].map(([, file]) => file);
  expect(named.length).toBeGreaterThan(10);
  expect(await readdir(new URL(".", import.meta.url))).toEqual(expect.arrayContaining(named));
});
