import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPersonalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { type McpProcess, type ServerCommand, startMcp } from "../mcp-process.ts";
import type { Measurement } from "../measurement.ts";
import { bundleLifelong, lifelongServer, officialServer } from "../servers.ts";

const REPETITIONS = 3;
const PARALLEL = 50;
const PROCESSES = 2;
const EACH = 200;
const MOST_SESSIONS = 10_000;

/** How one product is told to keep something, and what it holds in the end. */
interface Product {
  readonly name: string;
  readonly command: (folder: string) => ServerCommand;
  readonly prepare?: (server: McpProcess) => Promise<unknown>;
  readonly keep: (server: McpProcess, id: string) => Promise<unknown>;
  /** How many of the ids are held, read by nobody who wrote them. */
  readonly held: (folder: string, ids: readonly string[]) => Promise<number>;
}

interface Tally {
  readonly acknowledged: number;
  readonly kept: number;
}

export const durability: Measurement = {
  name: "durability",
  question: "Is everything kept that was acknowledged, when many write at once?",
  async run({ directory }) {
    const bundle = await bundleLifelong(join(directory, "lifelong"));
    const products: readonly Product[] = [lifelong((folder) => lifelongServer(bundle, folder)), official];
    const rows: (readonly string[])[] = [];
    const raw: Record<string, readonly Tally[]> = {};
    for (const product of products) {
      for (const [what, processes, each] of [
        [`${PARALLEL} parallel calls, one process`, 1, PARALLEL],
        [`${PROCESSES} processes × ${EACH} calls in a row`, PROCESSES, EACH],
      ] as const) {
        const tallies: Tally[] = [];
        for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
          const folder = join(directory, `${product.name}-${processes}-${repetition}`);
          mkdirSync(folder);
          tallies.push(await race(product, folder, processes, each));
        }
        raw[`${product.name}: ${what}`] = tallies;
        rows.push([
          `${product.name}: ${what}`,
          tallies.map(({ acknowledged }) => acknowledged).join(", "),
          tallies.map(({ kept }) => kept).join(", "),
          String(tallies.reduce((lost, { acknowledged, kept }) => lost + acknowledged - kept, 0)),
        ]);
      }
    }
    const lost = Object.entries(raw)
      .filter(([name]) => name.startsWith("lifelong"))
      .flatMap(([, tallies]) => tallies)
      .reduce((sum, { acknowledged, kept }) => sum + acknowledged - kept, 0);
    return {
      tables: [
        {
          title: `Acknowledged over MCP, and held afterwards as another process reads it; ${REPETITIONS} repetitions`,
          columns: ["", "acknowledged", "kept", "lost"],
          rows,
          notes: [
            "lifelong: record_session of different conversations of one user",
            "server-memory: add_observations to one entity from one process, create_entities from two",
          ],
        },
      ],
      verdicts: [{ budget: "nothing acknowledged is lost", measured: `${lost} lost`, met: lost === 0 }],
      raw,
    };
  },
};

async function race(product: Product, folder: string, processes: number, each: number): Promise<Tally> {
  const servers = await Promise.all(Array.from({ length: processes }, () => startMcp(product.command(folder))));
  await product.prepare?.(servers[0] as McpProcess);
  const acknowledged: string[] = [];
  const keep = async (server: McpProcess, id: string): Promise<void> => {
    try {
      await product.keep(server, id);
      acknowledged.push(id);
    } catch {
      // Refused is not acknowledged, and so not lost.
    }
  };
  await Promise.all(
    servers.map(async (server, which) => {
      const ids = Array.from({ length: each }, (_, number) => `entry-${processes}-${which}-${number}`);
      if (processes === 1) await Promise.all(ids.map((id) => keep(server, id)));
      else for (const id of ids) await keep(server, id);
    }),
  );
  await Promise.all(servers.map((server) => server.end()));
  return { acknowledged: acknowledged.length, kept: await product.held(folder, acknowledged) };
}

function lifelong(command: Product["command"]): Product {
  return {
    name: "lifelong",
    command,
    keep: (server, id) =>
      server.call("record_session", {
        sessionId: id,
        messages: [{ role: "user", text: `I keep a note named ${id}.` }],
      }),
    async held(folder, ids) {
      const personalizer = createPersonalizer({ store: fileStore({ directory: folder }) });
      const sessions = await personalizer.sessions("default", { limit: MOST_SESSIONS });
      await personalizer.close();
      const whole = sessions.filter(({ messages }) => messages.length === 1 && messages[0]?.text !== "");
      return countHeld(
        whole.map(({ id }) => id),
        ids,
      );
    },
  };
}

const official: Product = {
  name: "server-memory",
  command: (folder) => officialServer(join(folder, "memory.jsonl")),
  prepare: (server) =>
    server.call("create_entities", { entities: [{ name: "notes", entityType: "list", observations: [] }] }),
  keep: (server, id) =>
    id.startsWith("entry-1-")
      ? server.call("add_observations", { observations: [{ entityName: "notes", contents: [id] }] })
      : server.call("create_entities", { entities: [{ name: id, entityType: "note", observations: ["kept"] }] }),
  async held(folder, ids) {
    const lines = readFileSync(join(folder, "memory.jsonl"), "utf8").split("\n").filter(Boolean);
    const entities = lines.map((line): { name: string; observations: string[] } => JSON.parse(line));
    return countHeld(
      entities.flatMap(({ name, observations }) => [name, ...observations]),
      ids,
    );
  },
};

/** Each id once, however often it is held. */
function countHeld(held: readonly string[], ids: readonly string[]): number {
  const names = new Set(held);
  return ids.filter((id) => names.has(id)).length;
}
