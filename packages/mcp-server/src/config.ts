import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { type Ceiling, PersonaError } from "@lifelong/core";
import { parseLocation, type StoreLocation } from "./location.ts";

/** What the command was told, from its options and, where they are silent, from the environment. */
export interface Config {
  readonly store: StoreLocation;
  /** The user id of everything that this process reads and writes. */
  readonly profile: string;
  /** How the deep pass learns. */
  readonly learning: Learning;
  /** Where updates run that many processes share. */
  readonly queue: QueueConfig;
  /** Folder of this machine's data of every profile, absolute: notes about stores elsewhere lie there. */
  readonly elsewhere: string;
  /** Modules of further plugins: packages, or paths of files. */
  readonly plugins: readonly string[];
  /** What plugins read keys and addresses from. */
  readonly environment: Environment;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
  /** True: serve, but neither read, record nor learn. */
  readonly off: boolean;
  /** The command that opens a text, with its arguments. */
  readonly editor: string;
  readonly noColor: boolean;
}

export interface QueueConfig {
  /** Location of the queue; may hold a password. Absent: updates run where they become due. */
  readonly runner?: string;
  /** The most calls to each vendor of models in a minute, by all workers together. */
  readonly callsPerMinute?: number;
}

/** How the deep pass learns, and by whom. */
export interface Learning {
  /** Location of the model; absent: the model of the assistant that is served. */
  readonly model?: string;
  /** Location of the model that is asked when the first cannot answer. */
  readonly fallback?: string;
  /** k: conversations between two deep passes. */
  readonly every?: number;
  /** The most that models may cost in a day, for this user. */
  readonly ceiling: Ceiling;
  /** The same for all users of the store together. */
  readonly totalCeiling?: Ceiling;
  /** How long one call of the model may take, milliseconds; absent: two minutes. */
  readonly timeoutMs?: number;
  /** Whose text is kept: until it is used, for good, or for so many days. Absent: as the store says. */
  readonly keepSessions?: "used" | "all" | number;
  /** How many revisions are kept; absent: as the store says. */
  readonly keepRevisions?: number;
}

export interface ConfigOptions {
  readonly store?: string;
  readonly profile?: string;
  readonly model?: string;
  readonly fallback?: string;
  readonly plugin?: readonly string[];
  readonly every?: string;
  readonly ceiling?: string;
  readonly totalCeiling?: string;
  readonly timeout?: string;
  readonly runner?: string;
  readonly callsPerMinute?: string;
  readonly keepSessions?: string;
  readonly keepRevisions?: string;
}

/** Nobody needs so many calls a day; a program gone wrong would. */
const CALLS_PER_DAY = 200;

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
  const data = dataFolder(environment, platform, home);
  return {
    store: parseLocation(options.store ?? (environment.LIFELONG_STORE || `file:${data}`), data),
    profile,
    learning: learningOf(options, environment),
    queue: queueOf(options, environment),
    elsewhere: data,
    plugins: options.plugin ?? environment.LIFELONG_PLUGIN?.split(",").flatMap((name) => name.trim() || []) ?? [],
    environment,
    platform,
    home,
    off: environment.LIFELONG_OFF === "1",
    editor: environment.VISUAL || environment.EDITOR || (platform === "win32" ? "notepad" : "vi"),
    noColor: Boolean(environment.NO_COLOR),
  };
}

function learningOf(options: ConfigOptions, environment: Environment): Learning {
  const model = options.model ?? environment.LIFELONG_MODEL;
  const fallback = options.fallback ?? environment.LIFELONG_FALLBACK;
  const every = options.every ?? environment.LIFELONG_EVERY;
  if (fallback && !model) {
    throw new PersonaError(
      "CONFIGURATION",
      "A fallback stands in for a model: name that with --model or LIFELONG_MODEL.",
    );
  }
  if (every && !/^[1-9]\d{0,3}$/.test(every)) {
    throw new PersonaError("CONFIGURATION", "--every takes a whole number of conversations, such as 3.");
  }
  const timeout = options.timeout ?? environment.LIFELONG_TIMEOUT;
  if (timeout && !/^[1-9]\d{0,5}$/.test(timeout)) {
    throw new PersonaError("CONFIGURATION", "--timeout takes a whole number of seconds, such as 3600 for an hour.");
  }
  const totalCeiling = parseCeiling(options.totalCeiling ?? environment.LIFELONG_TOTAL_CEILING);
  return {
    ...(model && { model }),
    ...(fallback && { fallback }),
    ...(every && { every: Number(every) }),
    ceiling: parseCeiling(options.ceiling ?? environment.LIFELONG_CEILING) ?? { callsPerDay: CALLS_PER_DAY },
    ...(totalCeiling && { totalCeiling }),
    ...(timeout && { timeoutMs: Number(timeout) * 1_000 }),
    ...keepingOf(options, environment),
  };
}

function queueOf(options: ConfigOptions, environment: Environment): QueueConfig {
  const runner = options.runner ?? environment.LIFELONG_RUNNER;
  const callsPerMinute = options.callsPerMinute ?? environment.LIFELONG_CALLS_PER_MINUTE;
  if (callsPerMinute && !/^[1-9]\d{0,6}$/.test(callsPerMinute)) {
    throw new PersonaError("CONFIGURATION", "--calls-per-minute takes a whole number of calls, such as 60.");
  }
  if (callsPerMinute && !runner) {
    throw new PersonaError(
      "CONFIGURATION",
      "Calls per minute are counted by the queue that all workers share: name it with --runner or LIFELONG_RUNNER.",
    );
  }
  return { ...(runner && { runner }), ...(callsPerMinute && { callsPerMinute: Number(callsPerMinute) }) };
}

function keepingOf(options: ConfigOptions, environment: Environment): Pick<Learning, "keepSessions" | "keepRevisions"> {
  const sessions = options.keepSessions ?? environment.LIFELONG_KEEP_SESSIONS;
  const revisions = options.keepRevisions ?? environment.LIFELONG_KEEP_REVISIONS;
  if (sessions && !/^(?:used|all|[1-9]\d{0,4})$/.test(sessions)) {
    throw new PersonaError(
      "CONFIGURATION",
      "--keep-sessions takes used, all, or a whole number of days such as 90: how long the text of a conversation is kept.",
    );
  }
  if (revisions && !/^[1-9]\d{0,6}$/.test(revisions)) {
    throw new PersonaError("CONFIGURATION", "--keep-revisions takes a whole number of changes, such as 200.");
  }
  return {
    ...(sessions && { keepSessions: sessions === "used" || sessions === "all" ? sessions : Number(sessions) }),
    ...(revisions && { keepRevisions: Number(revisions) }),
  };
}

/** `calls=50,tokens=500000`, or either of them; `none` is a ceiling without limits. */
function parseCeiling(text: string | undefined): Ceiling | undefined {
  if (!text) return undefined;
  if (text === "none") return {};
  const match = /^(?:calls=(\d{1,9}))?,?(?:tokens=(\d{1,12}))?$/.exec(text);
  if (!match) {
    throw new PersonaError(
      "CONFIGURATION",
      "A ceiling is written as calls=50, tokens=500000, both with a comma between them, or none.",
    );
  }
  const [, calls, tokens] = match;
  return { ...(calls && { callsPerDay: Number(calls) }), ...(tokens && { tokensPerDay: Number(tokens) }) };
}

/** The platform's folder for data of a user's programs. */
function dataFolder(environment: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === "win32") return win32.join(environment.USERPROFILE || home, ".lifelong");
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "lifelong");
  const base = environment.XDG_DATA_HOME;
  // The XDG specification says that a relative path is to be ignored.
  return posix.join(base?.startsWith("/") ? base : posix.join(home, ".local", "share"), "lifelong");
}
