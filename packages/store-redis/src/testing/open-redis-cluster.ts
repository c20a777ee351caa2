import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import type { RedisBinary } from "./redis-binary.ts";
import { type RedisProcess, startRedis } from "./redis-process.ts";

const SLOTS = 16_384;
const MASTERS = 3;
const JOIN_TIMEOUT_MS = 20_000;

export interface RedisCluster {
  /** Of every node. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/** Three masters of one's own without replicas, in a temporary folder; ready when it resolves. */
export async function openRedisCluster(binary: RedisBinary): Promise<RedisCluster> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-redis-"));
  const nodes: RedisProcess[] = [];
  async function close(): Promise<void> {
    await Promise.all(nodes.map((node) => node.stop()));
    await rm(directory, { recursive: true, force: true });
  }
  try {
    for (let index = 0; index < MASTERS; index += 1) {
      const folder = join(directory, String(index));
      await mkdir(folder);
      nodes.push(await startRedis(binary, folder, { "cluster-enabled": "yes" }));
    }
    await form(nodes.map(({ port }) => port));
  } catch (error) {
    await close();
    throw error;
  }
  return { urls: nodes.map(({ port }) => `redis://127.0.0.1:${port}`), close };
}

/** Shares the slots out, makes the nodes known to each other, and waits until each of them finds all well. */
async function form(ports: readonly number[]): Promise<void> {
  const share = Math.ceil(SLOTS / MASTERS);
  const clients = await Promise.all(ports.map(connect));
  try {
    for (const [index, client] of clients.entries()) {
      const last = Math.min((index + 1) * share, SLOTS) - 1;
      await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", String(index * share), String(last)]);
      await client.sendCommand(["CLUSTER", "SET-CONFIG-EPOCH", String(index + 1)]);
    }
    for (const port of ports.slice(1)) await clients[0]?.sendCommand(["CLUSTER", "MEET", "127.0.0.1", String(port)]);
    const end = Date.now() + JOIN_TIMEOUT_MS;
    for (const client of clients) {
      while (!/cluster_state:ok.*cluster_known_nodes:3/s.test(String(await client.sendCommand(["CLUSTER", "INFO"])))) {
        if (Date.now() > end) throw new Error("The Redis nodes did not become a cluster.");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  } finally {
    for (const client of clients) client.destroy();
  }
}

async function connect(port: number) {
  const client = createClient({ socket: { host: "127.0.0.1", port } });
  client.on("error", () => undefined);
  return client.connect();
}
