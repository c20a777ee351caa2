import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createPersonalizer, type Message } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { expect, test } from "vitest";
import { writeExport } from "../importing/__fixtures__/made-export.ts";
import { CLI, openWorkplace, type Workplace } from "../testing/command-process.ts";

/** The `long` size is the one that is measured. */
const CONVERSATIONS = process.env.LIFELONG_FAULTS === "long" ? 10_000 : 2_000;
const SAMPLE_MS = 100;
const HELLO: Message = { role: "user", text: "Hello there." };
/** What the process may take, whatever the size of the file: most of it is the model of the English language, and garbage. */
const MEMORY_MB = 600;
/** By how much it may need more for the last quarter than before, when everything is loaded. */
const GROWTH_MB = 60;

test.runIf(process.platform === "linux")(
  "an import of many conversations takes little memory, and killed and run again takes each once",
  { timeout: 600_000 },
  async () => {
    await using place = await openWorkplace();
    const path = join(place.directory, "conversations.json");
    await writeExport(path, CONVERSATIONS);

    const killed = await runImport(place, path, { until: CONVERSATIONS / 2 });
    expect(killed.signal).toBe("SIGKILL");
    const before = (await recorded(place)).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(CONVERSATIONS);

    const store = fileStore({ directory: join(place.directory, "data") });
    const other = createPersonalizer({ store });
    const finished = await runImport(place, path, {
      // Another process records for the same user meanwhile, as a server would.
      meanwhile: (done) => other.recordSession("default", { id: `meanwhile-${done}`, messages: [HELLO] }),
    });
    const { imported } = JSON.parse(finished.stdout);
    expect(imported).toMatchObject({ recorded: CONVERSATIONS - before, duplicates: before, failures: [] });
    const all = await recorded(place);
    const ids = all.filter((id) => !id.startsWith("meanwhile-"));
    expect(all.length - ids.length).toBe(finished.meanwhile);
    expect(finished.meanwhile).toBeGreaterThan(5);
    expect(ids).toHaveLength(CONVERSATIONS);
    expect(new Set(ids).size).toBe(CONVERSATIONS);
    expect(finished.peakMb).toBeLessThan(Math.min(MEMORY_MB, finished.earlierPeakMb + GROWTH_MB));

    const { size } = await stat(path);
    const rate = Math.round((CONVERSATIONS / finished.ms) * 1_000);
    process.stdout.write(
      `${CONVERSATIONS} conversations, ${Math.round(size / 1e6)} MB: the second run took ${finished.ms} ms, ${rate} a second; at most ${Math.round(finished.peakMb)} MB of memory\n`,
    );
  },
);

/** The ids of all first parts in the store. */
async function recorded(place: Workplace): Promise<readonly string[]> {
  const store = fileStore({ directory: join(place.directory, "data") });
  const ids: string[] = [];
  for (let after = 0; ; ) {
    const page = await store.readParts("default", { after, limit: 1_000 });
    ids.push(...page.flatMap(({ number, sessionId }) => (number === 1 ? [sessionId] : [])));
    const last = page.at(-1);
    if (last === undefined) return ids;
    after = last.sequence;
  }
}

/**
 * Runs the command, and looks at its memory meanwhile.
 *
 * @param options.until - it is killed when it says that so many are done
 * @param options.meanwhile - is run each time it says how far it has come
 */
async function runImport(
  place: Workplace,
  path: string,
  { until, meanwhile }: { until?: number; meanwhile?: (done: number) => Promise<unknown> } = {},
) {
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, "import", path, "--json"], {
    cwd: place.directory,
    env: place.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let peakMb = 0;
  let earlierPeakMb = 0;
  const others: Promise<unknown>[] = [];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    const done = Number(/(\d+) of \d+ conversations/.exec(String(text))?.[1] ?? 0);
    if (done >= CONVERSATIONS * 0.75 && earlierPeakMb === 0) earlierPeakMb = peakMb;
    if (until !== undefined && done >= until) child.kill("SIGKILL");
    if (done > 0 && meanwhile) others.push(meanwhile(done));
  });
  const sampling = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
  }, SAMPLE_MS);
  await once(child, "close");
  clearInterval(sampling);
  await Promise.all(others);
  return {
    stdout,
    peakMb,
    earlierPeakMb,
    meanwhile: others.length,
    signal: child.signalCode,
    ms: Math.round(performance.now() - begun),
  };
}
