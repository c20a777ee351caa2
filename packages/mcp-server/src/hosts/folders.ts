import { isAbsolute, join } from "node:path";
import type { Machine } from "./host.ts";

/** Where programs of a desktop keep their settings: `%APPDATA%`, `~/Library/Application Support` or `~/.config`. */
export function applicationData(machine: Machine): string {
  if (machine.platform === "win32") return roaming(machine);
  if (machine.platform === "darwin") return join(machine.home, "Library", "Application Support");
  return xdgConfig(machine);
}

/** `$XDG_CONFIG_HOME`, else `~/.config`. */
export function xdgConfig({ home, environment }: Machine): string {
  // The XDG specification says that a relative path is to be ignored.
  return absolute(environment.XDG_CONFIG_HOME) ?? join(home, ".config");
}

/** `%APPDATA%` of Windows. */
export function roaming({ home, environment }: Machine): string {
  return absolute(environment.APPDATA) ?? join(home, "AppData", "Roaming");
}

/** `%LOCALAPPDATA%` of Windows. */
export function localAppData({ home, environment }: Machine): string {
  return absolute(environment.LOCALAPPDATA) ?? join(home, "AppData", "Local");
}

/** A folder that a variable names; undefined where it is unset, empty or relative. */
export function absolute(folder: string | undefined): string | undefined {
  return folder && isAbsolute(folder) ? folder : undefined;
}
