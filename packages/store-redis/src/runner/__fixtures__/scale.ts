// Prints what many processes on one Redis do: `node scale.ts [--users 10000] [--deaths 3000] [--beside <module>]`.
// The module beside serves the first server's users too, as a server of an older version does in the middle of an upgrade.
import { parseArgs } from "node:util";
import { openRedisServer } from "../../testing/open-redis-server.ts";
import { findRedisBinary } from "../../testing/redis-binary.ts";
import { runScale } from "./scale-run.ts";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "10000" },
    sessions: { type: "string", default: "10" },
    servers: { type: "string", default: "8" },
    workers: { type: "string", default: "4" },
    concurrency: { type: "string", default: "32" },
    model: { type: "string", default: "200" },
    deaths: { type: "string" },
    beside: { type: "string" },
  },
});
const server = await openRedisServer(await findRedisBinary(process.env.PATH ?? ""), {
  appendonly: "yes",
  appendfsync: "everysec",
});
try {
  const report = await runScale({
    server,
    prefix: "lifelong",
    users: Number(values.users),
    sessions: Number(values.sessions),
    servers: Number(values.servers),
    workers: Number(values.workers),
    concurrency: Number(values.concurrency),
    modelMs: Number(values.model),
    ...(values.deaths && { deathEveryMs: Number(values.deaths) }),
    ...(values.beside && { beside: values.beside }),
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.exitCode = report.wrong.length + report.overlapping.length > 0 ? 1 : 0;
} finally {
  await server.close();
}
