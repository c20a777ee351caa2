import { PersonaError } from "@lifelong/core";
import * as z from "zod";

export type Scheme = "redis" | "rediss" | "redis+cluster";

/** What a location says. */
export interface RedisLocation {
  /** Addresses of the server, or of one or more nodes of the cluster, without user and password. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly password?: string;
  /** 0 in a cluster, which has no other. */
  readonly database: number;
  /** Of every key; absent: that of the store. */
  readonly prefix?: string;
}

const CLUSTER_FORM = "redis+cluster://user:password@host:6379,host:6380?tls=true";
const SERVER_FORM = "redis://user:password@host:6379/0, or rediss:// for TLS";

const query = z.strictObject({ prefix: z.string().min(1).optional(), tls: z.enum(["true", "false"]).optional() });

/**
 * Reads what follows the scheme and its colon. User and password are percent-encoded; a cluster may name several nodes,
 * with commas between them.
 *
 * @throws PersonaError `CONFIGURATION`, which repeats nothing of the location, since that may hold a password
 */
export function parseLocation(scheme: Scheme, rest: string): RedisLocation {
  const cluster = scheme === "redis+cluster";
  const found = /^\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/(\d*))?(?:\?([^#]*))?$/.exec(rest);
  const [, credentials = "", hosts = "", database = "", search = ""] = found ?? [];
  const settings = query.safeParse(Object.fromEntries(new URLSearchParams(search)));
  const secure = scheme === "rediss" || settings.data?.tls === "true";
  const urls = hosts.split(",").map((host) => `${secure ? "rediss" : "redis"}://${host}`);
  const [username, password] = decoded(credentials);
  const fits = found !== null && settings.success && urls.every((url) => URL.canParse(url)) && username !== undefined;
  if (!fits || (cluster ? Number(database) !== 0 : urls.length > 1 || settings.data.tls !== undefined)) {
    throw new PersonaError(
      "CONFIGURATION",
      `The location of the Redis store does not fit. It is written ${cluster ? CLUSTER_FORM : SERVER_FORM}; user and password percent-encoded, ?prefix=… where several share it.`,
    );
  }
  return {
    urls,
    database: Number(database),
    ...(username !== "" && { username }),
    ...(password !== "" && { password }),
    ...(settings.data.prefix !== undefined && { prefix: settings.data.prefix }),
  };
}

/** User and password, either perhaps empty; neither where the encoding is none. */
function decoded(credentials: string): readonly [username?: string, password?: string] {
  const colon = credentials.indexOf(":");
  const end = colon < 0 ? credentials.length : colon;
  try {
    return [decodeURIComponent(credentials.slice(0, end)), decodeURIComponent(credentials.slice(end + 1))];
  } catch {
    return [];
  }
}
