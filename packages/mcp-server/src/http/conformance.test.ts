import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openWorkplace } from "../testing/command-process.ts";
import { createFixtureServer } from "../testing/conformance/fixture-server.ts";
import { openHttpProcess } from "../testing/http-process.ts";
import { openHttpRoom, TOKEN } from "../testing/http-room.ts";
import { openWithToken } from "../testing/with-token.ts";
import type { HttpServing } from "./open-http-server.ts";

const require = createRequire(import.meta.url);
const SUITE = require.resolve("@modelcontextprotocol/conformance/dist/index.js");
const REVISIONS = ["2025-11-25", "2026-07-28"];

/** The official suite as a process. */
async function runSuite(url: URL, words: readonly string[]) {
  const child = spawn(process.execPath, [SUITE, "server", "--url", url.href, ...words]);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, said: `${stdout}${stderr}` };
}

/** All that a revision requires. What the suite counts beyond that (tasks, drafts) decides nothing. */
async function check(url: URL, revision: string, words: readonly string[] = []) {
  const { code, said } = await runSuite(url, ["--requirements", revision, ...words]);
  const total = /Total: (.*)/.exec(said)?.[1];
  const extra = /Not scored for \S+ (.*?)\./.exec(said)?.[1];
  const summary = said.slice(said.indexOf("=== SUMMARY"));
  return { code, summary, line: extra ? `${total} (not scored: ${extra})` : total };
}

describe.for(REVISIONS)("the official conformance suite for %s", (revision) => {
  test("passes whole against the HTTP stack with the suite's own tools, without exceptions", async () => {
    let serving: HttpServing | undefined;
    await using room = await openHttpRoom({ serverOf: (userId) => createFixtureServer(userId, () => serving) });
    serving = room.serving;
    await using proxy = await openWithToken(room.url, TOKEN);
    const { code, summary, line } = await check(proxy.url, revision);
    process.stdout.write(`conformance ${revision}, HTTP stack with the suite's tools: ${line}\n`);
    expect(summary).toMatch(/✓ tools-call-elicitation|✓ input-required-result-multi-round/);
    expect(code, summary).toBe(0);
    expect(room.errors).toEqual([]);
  }, 120_000);

  test("fails against the server as it is only where it asks for tools, resources and prompts of its own", async () => {
    await using workplace = await openWorkplace();
    await using server = await openHttpProcess(workplace);
    await using proxy = await openWithToken(server.url, server.token);
    const baseline = fileURLToPath(new URL(`./conformance-${revision}.yaml`, import.meta.url));
    const { code, summary, line } = await check(proxy.url, revision, ["--expected-failures", baseline]);
    process.stdout.write(`conformance ${revision}, the server as it is: ${line}\n`);
    expect(summary).toContain("✓ dns-rebinding-protection");
    expect(code, summary).toBe(0);
  }, 120_000);
});

test("the suite's three scenarios of skills pass against the server as it is", async () => {
  await using workplace = await openWorkplace();
  await using server = await openHttpProcess(workplace);
  await using proxy = await openWithToken(server.url, server.token);
  const run = async (name: string) => {
    const { code, said } = await runSuite(proxy.url, ["--scenario", `sep-2640-skills-${name}`]);
    expect(code, said).toBe(0);
    return `${name} ${/Passed: (\d+\/\d+, 0 failed, 0 warnings)/.exec(said)?.[1]}`;
  };
  const counts = await Promise.all(["enumeration", "manifest", "directory"].map(run));
  process.stdout.write(`conformance of skills: ${counts.join("; ")}\n`);
  expect(counts.join()).not.toContain("undefined");
}, 120_000);
