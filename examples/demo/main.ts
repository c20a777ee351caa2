import { AssertionError, strict as assert } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import { PROFILE } from "./conversations.ts";
import { createScriptedModel } from "./deep-pass.ts";
import { byHand } from "./hand.ts";
import { openHost } from "./host.ts";
import { openPage } from "./page.ts";
import { play } from "./story.ts";
import { viewNextSteps, viewSummary } from "./summary.ts";

const INTERRUPTED = 130; // the exit code by which shells know a Ctrl-C

const keep = process.argv.includes("--keep");
const stop = new AbortController();
const stopped = new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve()));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
process.stdout.once("error", () => stop.abort()); // whoever reads has seen enough

const page = openPage();
const workplace = await mkdtemp(join(tmpdir(), "lifelong-demo-"));
const folder = join(workplace, "data");
try {
  await perform();
} catch (error) {
  process.exitCode = 1;
  if (!stop.signal.aborted) console.error(`\nThe demo failed. ${describe(error)}`);
} finally {
  if (stop.signal.aborted) process.exitCode = INTERRUPTED;
  if (!keep) await rm(workplace, { recursive: true, force: true });
  else if (process.exitCode !== undefined) console.log(`The data is kept in ${folder}, profile ${PROFILE}.`);
}

async function perform(): Promise<void> {
  const began = performance.now();
  // With a model of the user's own its keys come along.
  const model = process.env.LIFELONG_MODEL;
  const environment = {
    ...(model ? definedOf(process.env) : getDefaultEnvironment()),
    LIFELONG_STORE: `file:${folder}`,
    LIFELONG_PROFILE: PROFILE,
    // The command starts six times or more: its sources are compiled once.
    NODE_COMPILE_CACHE: join(workplace, "compiled"),
  };
  const host = await openHost(environment);
  const library = createPersonalizer({ store: fileStore({ directory: folder }) });
  try {
    const { style } = page.layout;
    page.write(
      "",
      `  ${style.title("Lifelong")}  four weeks of one user, through a real MCP server`,
      `  ${style.faint(`${host.server} over stdio · ${model ? `deep pass by ${model}` : "no API key · no network"}`)}`,
    );
    const stage = {
      page,
      host,
      folder,
      profile: PROFILE,
      ...(model && { model }),
      propose: createScriptedModel(),
      library,
      byHand: (...words: readonly string[]) => byHand(words, { environment, signal: stop.signal }),
    };
    await Promise.race([play(stage), stopped]);
    if (stop.signal.aborted) return;
    const summary = { status: await library.status(PROFILE), revisions: await library.history(PROFILE) };
    assert.equal(await host.close(), 0, "The server ends with exit code 0 when its client closes stdin.");
    page.part("In figures", "What the four weeks came to.");
    page.write(...viewSummary({ ...summary, milliseconds: performance.now() - began }, page.layout));
    page.write(...viewNextSteps(page.layout, keep ? folder : undefined));
  } finally {
    await library.close();
    await host.close();
  }
}

function definedOf(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The sentence of a claim that does not hold, with what was found; of anything else the stack. */
function describe(error: unknown): string {
  if (error instanceof AssertionError) return `This does not hold: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
