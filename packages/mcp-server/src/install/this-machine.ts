import { readdirSync } from "node:fs";
import type { Config } from "../config.ts";
import type { Machine } from "../hosts/host.ts";

/** The machine that the command runs on. */
export function thisMachine({ platform, home, environment }: Config): Machine {
  return {
    platform,
    home,
    environment,
    list: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        // A folder that is not there, or not for us to read, shows no host.
        return [];
      }
    },
  };
}
