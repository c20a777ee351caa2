import type { Personalizer } from "@lifelong/core";
import type { Config } from "../config.ts";
import { notesFolder } from "../location.ts";
import type { PersonaWatches } from "../persona-watch.ts";
import type { Terminal } from "../terminal.ts";
import { type Verify, verifyLocalToken } from "./grant.ts";
import { type HttpOptions, type HttpSettings, parseHttpSettings } from "./http-settings.ts";
import { openLocalToken } from "./local-token.ts";
import type { ServerOf } from "./modern-leg.ts";
import { openHttpServer } from "./open-http-server.ts";
import { createReadiness } from "./readiness.ts";

/** Serves MCP over HTTP until the process is asked to end. */
export async function serveHttp(
  options: HttpOptions,
  {
    config,
    terminal,
    personalizer,
    serverOf,
    watches,
    log,
  }: {
    readonly config: Config;
    readonly terminal: Terminal;
    readonly personalizer: Promise<Personalizer>;
    readonly serverOf: ServerOf;
    readonly watches: PersonaWatches;
    readonly log: (error: unknown) => void;
  },
): Promise<void> {
  const settings = parseHttpSettings(options, config.environment);
  const serving = await openHttpServer(settings, {
    verify: await openVerify(settings, { config, terminal, log }),
    serverOf,
    watches,
    ready: createReadiness(personalizer),
    onError: log,
  });
  terminal.note(`Lifelong serves MCP on ${serving.address.href}.`);
  await new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve));
  const left = await serving.close();
  if (left > 0) terminal.note(`lifelong: Calls that got no answer before the end: ${left}. Nothing recorded is lost.`);
}

async function openVerify(
  { oauth, token }: HttpSettings,
  { config, terminal, log }: { config: Config; terminal: Terminal; log: (error: unknown) => void },
): Promise<Verify> {
  const { store, profile } = config;
  if (oauth) {
    const { verifyJwt } = await import("./verify-jwt.ts");
    return verifyJwt(oauth, log);
  }
  if (token) return verifyLocalToken(token, { profile });
  const made = await openLocalToken(notesFolder(store));
  if (made.isNew) {
    terminal.note(`Clients need this token, which is said this once and kept in ${made.path}: ${made.token}`);
  }
  return verifyLocalToken(made.token, { profile });
}
