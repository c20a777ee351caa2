import { join } from "node:path";
import { fileStore } from "@lifelong/store-file";
import { fillUser } from "../data-folder.ts";
import { type McpProcess, startMcp, type ToolResult } from "../mcp-process.ts";
import type { Measurement } from "../measurement.ts";
import { samplePersona } from "../sample-persona.ts";
import { sampleSessions } from "../sample-sessions.ts";
import { median, milliseconds, ratio, SPREAD, spread, time } from "../samples.ts";
import { bareServer, bundleBare, bundleLifelong, lifelongServer, officialServer } from "../servers.ts";

const BUDGET_RATIO = 1.3;
const VALUES = 20;
const ROUNDS = 50;
const CALLS = 40;
const WARM_UP_ROUNDS = 25;
const RECORDS = 200;
const FACTS = 3;

/** A server, and the call whose time counts. */
interface Caller {
  readonly name: string;
  readonly server: McpProcess;
  readonly call: () => Promise<ToolResult>;
  readonly samples: number[];
}

export const stdio: Measurement = {
  name: "stdio",
  question: "What does the MCP layer add to a call, beside a bare tool that answers the same bytes from memory?",
  async run({ directory }) {
    const data = join(directory, "data");
    const sample = await samplePersona(VALUES);
    const store = fileStore({ directory: data });
    await fillUser(store, "default", sample);
    await store.close?.();
    const lifelong = await startMcp(lifelongServer(await bundleLifelong(join(directory, "lifelong")), data));
    const answer = await lifelong.call("get_persona", {});
    const bare = await startMcp(bareServer(await bundleBare(join(directory, "bare")), directory, answer));
    const official = await startMcp(officialServer(join(directory, "memory.jsonl")));
    const observations = sample.operations.map((operation) => JSON.stringify(operation.field));
    const entities = [{ name: "default", entityType: "person", observations: observations.map(named) }];
    await official.call("create_entities", { entities });

    const readers: readonly Caller[] = [
      reader("lifelong get_persona", lifelong, "get_persona", {}),
      reader("bare tool, same SDK and answer", bare, "get_persona", {}),
      reader("server-memory open_nodes", official, "open_nodes", { names: ["default"] }),
    ];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
      for (let place = 0; place < readers.length; place += 1) {
        const caller = readers[(round + place) % readers.length] as Caller;
        for (let call = 0; call < CALLS; call += 1) {
          const taken = await time(caller.call);
          if (round >= WARM_UP_ROUNDS) caller.samples.push(taken);
        }
      }
    }

    const recorded: number[] = [];
    const added: number[] = [];
    for (const { id, messages } of sampleSessions(RECORDS, 11)) {
      recorded.push(await time(() => lifelong.call("record_session", { sessionId: id, messages })));
      const contents = Array.from(
        { length: FACTS },
        (_, fact) => `${id} fact ${fact}: ${messages[0]?.text.slice(0, 60)}`,
      );
      added.push(
        await time(() => official.call("add_observations", { observations: [{ entityName: "default", contents }] })),
      );
    }
    const memory = [lifelong, bare, official].map((server) => server.residentMegabytes().toFixed(0));
    await Promise.all([lifelong, bare, official].map((server) => server.end()));

    const [ours, floor] = readers.map(({ samples }) => median(samples)) as [number, number];
    const times = ours / floor;
    return {
      tables: [
        {
          title: `Reading a persona of ${VALUES} values over stdio, ${ROUNDS * CALLS} calls each in interleaved rounds, client: raw JSON lines`,
          columns: ["", ...SPREAD, "÷ bare", "MB resident"],
          rows: readers.map(({ name, samples }, which) => [
            name,
            ...spread(samples),
            ratio(median(samples), floor),
            memory[which] ?? "",
          ]),
          notes: [
            `after ${WARM_UP_ROUNDS * CALLS} calls of each; the answer is ${JSON.stringify(answer).length} bytes; memory after all calls of this measurement`,
          ],
        },
        {
          title: `Writing over stdio, ${RECORDS} calls one after another on a user that keeps growing`,
          columns: ["", ...SPREAD],
          rows: [
            ["lifelong record_session (2 to 10 messages, fdatasync)", ...spread(recorded)],
            [`server-memory add_observations (${FACTS} facts, no fsync)`, ...spread(added)],
          ],
        },
      ],
      verdicts: [
        {
          budget: `MCP layer over stdio p50 ≤ ${BUDGET_RATIO} × the bare tool`,
          measured: `${times.toFixed(2)} × (${milliseconds(ours)} ms against ${milliseconds(floor)} ms)`,
          met: times <= BUDGET_RATIO,
        },
      ],
      raw: { readers: readers.map(({ name, samples }) => ({ name, samples })), recorded, added },
    };
  },
};

function reader(name: string, server: McpProcess, tool: string, input: Readonly<Record<string, unknown>>): Caller {
  return { name, server, call: () => server.call(tool, input), samples: [] };
}

/** As many bytes as a value of the sample persona has. */
function named(field: string, number: number): string {
  return `${field} oak garden chair number ${number + 1}`;
}
