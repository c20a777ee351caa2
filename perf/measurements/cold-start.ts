import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileStore } from "@lifelong/store-file";
import { fillUser } from "../data-folder.ts";
import { type ServerCommand, startMcp } from "../mcp-process.ts";
import type { Measurement } from "../measurement.ts";
import { samplePersona } from "../sample-persona.ts";
import { median, milliseconds, ratio, SPREAD, spread, time, timeNow } from "../samples.ts";
import { bareServer, bundleBare, bundleLifelong, lifelongServer, officialServer } from "../servers.ts";

const ROUNDS = 21;
const WARM_UP = 2;
const VALUES = 20;

/** What a start must not load. */
const HEAVY = /^(gpt-tokenizer|wink-|openai$|@anthropic-ai\/|@google\/|ai$)/;

/** Samples of one server, in milliseconds and megabytes. */
interface Starts {
  readonly command: ServerCommand;
  readonly tool: string;
  readonly started: number[];
  /** From spawning to the answer to the first call of the tool. */
  readonly answered: number[];
  readonly megabytes: number[];
}

export const coldStart: Measurement = {
  name: "cold-start",
  question: "How long from spawning a server to its tools being listed, and what is loaded by then?",
  async run({ directory }) {
    const data = join(directory, "data");
    const store = fileStore({ directory: data });
    await fillUser(store, "default", await samplePersona(VALUES));
    await store.close?.();
    const bundle = await bundleLifelong(join(directory, "lifelong"));
    const lifelong = lifelongServer(bundle, data);
    const bare = bareServer(await bundleBare(join(directory, "bare")), directory, await firstAnswer(lifelong));
    const servers = [
      starts(lifelong, "get_persona"),
      starts(bare, "get_persona"),
      starts(officialServer(join(directory, "memory.jsonl")), "read_graph"),
    ];
    const emptyNode: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      // Each round begins with another one, so that none always comes after the same.
      for (let place = 0; place < servers.length; place += 1) {
        await startOnce(servers[(round + place) % servers.length] as Starts, round >= WARM_UP);
      }
      if (round >= WARM_UP) emptyNode.push(timeNow(() => spawnSync(process.execPath, ["-e", "0"], { env: {} })));
    }
    const [ours, floor, theirs] = servers.map(({ started }) => median(started)) as [number, number, number];
    const loaded = await chunksLoaded(lifelong);
    const packages = [...new Set(loaded.flatMap((path) => bundle.packages.get(path) ?? []))].sort();
    const heavy = packages.filter((name) => HEAVY.test(name));
    const bytes = loaded.reduce((sum, path) => sum + statSync(path).size, 0);
    return {
      tables: [
        {
          title: `Spawn to tools/list answered, ${ROUNDS} interleaved starts each, client: raw JSON lines, 2025-06-18`,
          columns: ["", ...SPREAD, "÷ bare", "first answer p50 ms", "MB resident"],
          rows: [
            ...servers.map(({ command, started, answered, megabytes }) => [
              command.name,
              ...spread(started),
              ratio(median(started), floor),
              milliseconds(median(answered)),
              median(megabytes).toFixed(0),
            ]),
            ["node -e 0, to its end", ...spread(emptyNode), ratio(median(emptyNode), floor)],
          ],
          notes: [
            `first answer: from spawning to the first get_persona or read_graph answered; memory then`,
            `lifelong has loaded when the tools are listed: ${loaded.length} files of the bundle, ${Math.round(bytes / 1_000)} kB, with code of ${packages.join(", ")}`,
          ],
        },
      ],
      verdicts: [
        {
          budget: "cold start p50 below the official memory server's",
          measured: `${milliseconds(ours)} ms against ${milliseconds(theirs)} ms (${ratio(ours, theirs)})`,
          met: ours < theirs,
        },
        {
          budget: "no NLP model, tokenizer or vendor SDK loaded at start",
          measured: heavy.length === 0 ? "none loaded" : heavy.join(", "),
          met: heavy.length === 0,
        },
      ],
      raw: { servers, emptyNode, loaded: loaded.map((path) => basename(path)), packages },
    };
  },
};

function starts(command: ServerCommand, tool: string): Starts {
  return { command, tool, started: [], answered: [], megabytes: [] };
}

async function startOnce({ command, tool, started, answered, megabytes }: Starts, counts: boolean): Promise<void> {
  const server = await startMcp(command);
  const called = await time(() => server.call(tool, {}));
  if (counts) {
    started.push(server.startedIn);
    answered.push(server.startedIn + called);
    megabytes.push(server.residentMegabytes());
  }
  await server.end();
}

/** What `get_persona` answers, for the bare server to say the same. */
async function firstAnswer(lifelong: ServerCommand): Promise<object> {
  const server = await startMcp(lifelong);
  const result = await server.call("get_persona", {});
  await server.end();
  return result;
}

/** The files of the bundle that a server has loaded when its tools are listed; another run, since watching costs time. */
async function chunksLoaded(lifelong: ServerCommand): Promise<readonly string[]> {
  const watch = new URL("../processes/report-modules.ts", import.meta.url).href;
  const server = await startMcp({ ...lifelong, arguments: ["--import", watch, ...lifelong.arguments] });
  const loaded = [...server.stderr().matchAll(/^loaded (file:.*)$/gm)].map(([, url = ""]) => fileURLToPath(url));
  await server.end();
  return loaded;
}
