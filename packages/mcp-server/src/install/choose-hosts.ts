import { PersonaError } from "@lifelong/core";
import { type Host, isInstalled, type Machine } from "../hosts/host.ts";
import { knownHosts } from "../hosts/known-hosts.ts";
import type { Terminal } from "../terminal.ts";

/** What the user said about which hosts are meant. */
export interface HostChoice {
  /** Names as `--host` takes them. */
  readonly host?: readonly string[];
  /** All that are found. */
  readonly all?: boolean;
}

/** Names that `--host` takes. */
export const HOST_NAMES: readonly string[] = knownHosts.map(({ name }) => name);

/**
 * The hosts that an installation is for. Without a name, those found on the machine are asked about one by one.
 *
 * @throws PersonaError `CONFIGURATION` when nobody can be asked, or nothing is found
 */
export async function chooseHosts(
  { host: names, all = false }: HostChoice,
  machine: Machine,
  terminal: Terminal,
): Promise<readonly Host[]> {
  if (names && all) throw new PersonaError("CONFIGURATION", "Give --host or --all, not both.");
  if (names) return knownHosts.filter(({ name }) => names.includes(name));
  const found = knownHosts.filter((host) => isInstalled(host, machine));
  if (found.length === 0) {
    throw new PersonaError(
      "CONFIGURATION",
      `No assistant that Lifelong knows was found on this machine. Name the one that you use: --host ${HOST_NAMES.join(", ")}.`,
    );
  }
  if (all) return found;
  if (!terminal.interactive) {
    throw new PersonaError(
      "CONFIGURATION",
      `Name the assistants with --host, or take all that were found with --all: ${found.map(({ name }) => name).join(", ")}.`,
    );
  }
  const chosen: Host[] = [];
  for (const host of found) if (await terminal.confirm(`Add Lifelong to ${host.title}?`)) chosen.push(host);
  return chosen;
}
