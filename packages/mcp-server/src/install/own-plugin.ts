import * as z from "zod";
import { readFileText } from "../hosts/file-text.ts";
import { type Host, type Machine, SERVER_NAME } from "../hosts/host.ts";
import { follow, readTree, valueAt } from "../hosts/json-file-tree.ts";
import { readConfigFile } from "./config-file.ts";

const switches = z.record(z.string(), z.unknown());

/**
 * Whether our plugin is on in the host. It brings a server, so that an entry would make a second one.
 *
 * @throws PersonaError `INVALID_INPUT` for a file that cannot be read
 */
export async function hasOwnPlugin(host: Host, machine: Machine): Promise<boolean> {
  const place = host.plugins?.(machine);
  const bytes = place && (await readConfigFile(place.file));
  if (!bytes) return false;
  const { text } = readFileText(bytes, place.file);
  const root = readTree(text, place.file);
  const node = root && follow(root, place.path, text, place.file).node;
  const plugins = switches.safeParse(node && valueAt(node)).data ?? {};
  return Object.entries(plugins).some(([name, isOn]) => name.startsWith(`${SERVER_NAME}@`) && isOn === true);
}
