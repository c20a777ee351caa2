import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { PersonaError } from "@lifelong/core";
import { parseLocation, type StoreLocation } from "./location.ts";

/** What the command was told, from its options and, where they are silent, from the environment. */
export interface Config {
  readonly store: StoreLocation;
  /** The user id of everything that this process reads and writes. */
  readonly profile: string;
  /** True: serve, but neither read, record nor learn. */
  readonly off: boolean;
  /** The command that opens a text, with its arguments. */
  readonly editor: string;
  readonly noColor: boolean;
}

export interface ConfigOptions {
  readonly store?: string;
  readonly profile?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws PersonaError `CONFIGURATION` for a store or a profile that cannot be */
export function readConfig(options: ConfigOptions): Config {
  return parseConfig(options, process.env, process.platform, homedir());
}

/** The same without looking around: pure. An empty variable counts as unset. */
export function parseConfig(
  options: ConfigOptions,
  environment: Environment,
  platform: NodeJS.Platform,
  home: string,
): Config {
  const profile = options.profile ?? (environment.LIFELONG_PROFILE || "default");
  if (profile === "") throw new PersonaError("CONFIGURATION", "The profile is empty: name one, or leave it out.");
  const store = options.store ?? (environment.LIFELONG_STORE || `file:${dataFolder(environment, platform, home)}`);
  return {
    store: parseLocation(store),
    profile,
    off: environment.LIFELONG_OFF === "1",
    editor: environment.VISUAL || environment.EDITOR || (platform === "win32" ? "notepad" : "vi"),
    noColor: Boolean(environment.NO_COLOR),
  };
}

/** The platform's folder for data of a user's programs. */
function dataFolder(environment: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === "win32") return win32.join(environment.USERPROFILE || home, ".lifelong");
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "lifelong");
  const base = environment.XDG_DATA_HOME;
  // The XDG specification says that a relative path is to be ignored.
  return posix.join(base?.startsWith("/") ? base : posix.join(home, ".local", "share"), "lifelong");
}
