import type { StoreFinding } from "@lifelong/core";
import type { Server } from "./server.ts";

/** How one server keeps what it acknowledges; what the account may not ask for is absent. */
interface Setup {
  readonly address?: string;
  /** What removes keys when memory is short. */
  readonly policy?: string;
  /** Whether every write goes to the append-only file. */
  readonly appends?: boolean;
  readonly fsync?: string;
  /** When snapshots are made; empty: never. */
  readonly save?: string;
}

const CANNOT_ASK =
  "How Redis is set up could not be checked: the client has no configGet and info. Check maxmemory-policy, appendonly and appendfsync on the server.";

/**
 * What in the set-up of the servers may cost something that was acknowledged, and what the account may not ask for.
 * Servers with the same finding share a sentence.
 */
export async function examineServers(servers: readonly Server[]): Promise<readonly StoreFinding[]> {
  if (servers.length === 0) return [{ sentence: CANNOT_ASK }];
  const setups = await Promise.all(servers.map(setupOf));
  const found = new Map<string, (string | undefined)[]>();
  for (const setup of setups) {
    for (const finding of findingsOf(setup)) found.set(finding, [...(found.get(finding) ?? []), setup.address]);
  }
  return [...found].map(([finding, addresses]) => ({ sentence: `${placeOf(addresses, setups.length)}${finding}` }));
}

/** `On 10.0.0.1:6379, 10.0.0.2:6379: `, nothing where there is only one server. */
function placeOf(addresses: readonly (string | undefined)[], servers: number): string {
  if (servers === 1) return "";
  return addresses.length === servers ? "On every master: " : `On ${addresses.join(", ")}: `;
}

async function setupOf(server: Server): Promise<Setup> {
  const { address } = server;
  const policy = await unlessRefused(() => server.setting("maxmemory-policy"));
  if (policy === undefined) {
    // Where the settings are closed, INFO tells some of them.
    const [memory, persistence] = await Promise.all([
      unlessRefused(() => server.section("memory")),
      unlessRefused(() => server.section("persistence")),
    ]);
    const enabled = persistence?.get("aof_enabled");
    return {
      address,
      policy: memory?.get("maxmemory_policy"),
      ...(enabled !== undefined && { appends: enabled === "1" }),
    };
  }
  const [appendonly, fsync, save] = await Promise.all(
    ["appendonly", "appendfsync", "save"].map((name) => server.setting(name)),
  );
  return { address, policy, appends: appendonly === "yes", fsync, save };
}

/** Undefined where the account may not ask, or a host of Redis has taken the command away. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /^(NOPERM|ERR unknown command)/i.test(error.message)) return undefined;
    throw error;
  }
}

function findingsOf({ policy, appends, fsync, save }: Setup): string[] {
  const findings: string[] = [];
  if (policy !== undefined && policy !== "noeviction") {
    findings.push(
      `maxmemory-policy is ${policy}: a Redis that is full may remove what it holds. Set it to noeviction, so that it refuses to write instead.`,
    );
  }
  if (appends === false && save === "") {
    findings.push(
      "appendonly is no, and save is empty: nothing reaches the disk, and a restart loses everything. Set appendonly to yes.",
    );
  }
  if (appends === false && save !== undefined && save !== "") {
    findings.push(
      "appendonly is no: a crash loses everything since the last snapshot, often minutes. Set appendonly to yes.",
    );
  }
  if (appends === false && save === undefined) {
    findings.push(
      "appendonly is no: a restart loses everything since the last snapshot, if there is any. Set appendonly to yes.",
    );
  }
  if (appends && fsync === "everysec") {
    findings.push(
      "appendfsync is everysec: a power failure may lose the last two seconds. Set it to always if none may be lost.",
    );
  }
  if (appends && fsync === "no") {
    findings.push(
      "appendfsync is no: a power failure may lose the last half minute. Set it to always, or to everysec for two seconds.",
    );
  }
  const unknown = Object.entries({
    "maxmemory-policy": policy,
    appendonly: appends,
    appendfsync: appends === false ? "" : fsync,
    save: appends === true ? "" : save,
  }).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (unknown.length > 0) {
    findings.push(
      `${unknown.join(", ")} could not be checked: the account may not ask. Allow it +config|get and +info, or check it on the server.`,
    );
  }
  return findings;
}
