import { pipeline, type Readable } from "node:stream";
import { PersonaError, type PersonaEvent, type Personalizer, type PersonaStore } from "@lifelong/core";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { type Command, Option } from "commander";
import { claimDailyAsk } from "../ask-notes.ts";
import { catalogue, defaultTools } from "../catalogue.ts";
import { createClientNotes } from "../client-notes.ts";
import { addLearningOptions, type CommandContext, examples, type Run } from "../command-context.ts";
import type { Config } from "../config.ts";
import { errorLine } from "../error-line.ts";
import { LONGEST_LINE, readHostLines } from "../host-lines.ts";
import type { HttpOptions } from "../http/http-settings.ts";
import type { ServerOf } from "../http/modern-leg.ts";
import { createLateRuns } from "../late-runs.ts";
import { lateStore } from "../late-store.ts";
import { isFolder, placeOf } from "../location.ts";
import { openServingPersonalizer } from "../open-personalizer.ts";
import { openConfiguredStore } from "../open-store.ts";
import { createPersonaWatch, createWatches, type PersonaWatch } from "../persona-watch.ts";
import { createServer } from "../server.ts";
import type { ServerSettings } from "../server-settings.ts";

/** When a server learns what an earlier one left unread: after the host's first questions, which it would hold up. */
const CATCH_UP_MS = 1_000;

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description(
      "Speaks MCP over stdin and stdout, for one assistant, until stdin ends. `lifelong install` has your assistants start it. With --http it serves any number of clients, and of users, until it is asked to end.",
    )
    .addOption(
      new Option("--tools <set>", "which tools the assistant sees: all adds persona_history and restore_persona")
        .choices(["default", "all"])
        .default("default"),
    )
    .addOption(
      new Option("--recorded-by <who>", "who records what you say: with hook the assistant is not asked to")
        .choices(["model", "hook"])
        .default("model"),
    )
    .option("--http", "serve over HTTP, on this machine alone if nothing else is said")
    .option("--port <number>", "with --http: the port, 8642 by default; 0 takes a free one")
    .option("--host <address>", "with --http: the address to listen on, 127.0.0.1 by default")
    .option("--url <address>", "with --http: the endpoint as clients write it, like https://lifelong.example.com/mcp")
    .option("--issuer <address>", "with --http: who issues the tokens (OAuth 2.1); else there is one token")
    .option("--audience <value>", "with --issuer: the audience of the tokens; the --url by default")
    .option("--jwks <address>", "with --issuer: where its keys are; else its own metadata say")
    .option("--multi-user", "with --http: a trusted program names the user, in the Lifelong-User header")
    .option("--rate <requests>", "with --http: requests of a user in a minute, 600 by default")
    .addHelpText(
      "after",
      examples(
        "serve",
        "serve --tools all",
        "serve --profile work --store file:./lifelong-data",
        "serve --http",
        "serve --http --url https://lifelong.example.com/mcp --issuer https://id.example.com/realms/team",
      ),
    )
    .action(({ http, tools, recordedBy, ...options }: ServeOptions) =>
      run(async (context) => {
        const offer: Offer = { tools: tools === "all" ? catalogue : defaultTools, recordedBy };
        if (http) return serveOverHttp(options, context, offer);
        refuseHttpOptions(options);
        return serve(context, offer);
      }),
    );
}

interface ServeOptions extends HttpOptions, Required<Pick<ServerSettings, "recordedBy">> {
  readonly http?: boolean;
  readonly tools: string;
}

/** What the assistant is offered. */
type Offer = Required<Pick<ServerSettings, "tools" | "recordedBy">>;

const HTTP_OPTIONS = ["port", "host", "url", "issuer", "audience", "jwks", "multiUser", "rate"] as const;

/** Whoever gives one of these waits for a port that would never open. */
function refuseHttpOptions(options: HttpOptions): void {
  if (HTTP_OPTIONS.every((option) => options[option] === undefined)) return;
  throw new PersonaError("CONFIGURATION", "Ports, addresses and tokens are for a server over HTTP: add --http.");
}

/** Loaded when asked for: an assistant that starts a server waits for it. */
async function serveOverHttp(options: HttpOptions, { config, terminal }: CommandContext, offer: Offer): Promise<void> {
  if (config.off) {
    throw new PersonaError("CONFIGURATION", "Lifelong is off, by LIFELONG_OFF=1: there is nothing to serve.");
  }
  const log = (error: unknown) => terminal.note(`lifelong: ${errorLine(error)}`);
  const { serveHttp } = await import("../http/serve-http.ts");
  const warn = (sentence: string) => terminal.note(`lifelong: ${sentence}`);
  const personalizer = open(config, { log, warn, onUpdate: (userId) => void watches.of(userId).look() });
  const watches = createWatches(personalizer);
  terminal.note(`Lifelong keeps its data in ${placeOf(config.store)}.`);
  try {
    const lateRuns = createLateRuns();
    const serverOf: ServerOf = (userId, era) => {
      const mayAsk = askDaily(config, userId, log);
      const watch = watches.of(userId);
      const announces = era === "legacy";
      return createServer({ ...offer, personalizer, userId, watch, announces, onError: log, mayAsk, lateRuns });
    };
    await serveHttp(options, { config, terminal, personalizer, serverOf, watches, log });
  } finally {
    const [opened] = await Promise.allSettled([personalizer]);
    if (opened.status === "fulfilled") await opened.value.close();
  }
}

async function serve({ config, terminal }: CommandContext, offer: Offer): Promise<void> {
  const { store, profile, off } = config;
  const log = (error: unknown) => terminal.note(`lifelong: ${errorLine(error)}`);
  terminal.note(`Lifelong keeps profile "${profile}" in ${placeOf(store)}${off ? ", and is off" : ""}.`);
  const notes = createClientNotes(store, profile, { clock: () => new Date(), onError: log });
  const warn = (sentence: string) => terminal.note(`lifelong: ${sentence}`);
  const personalizer = open(config, { log, warn, onUpdate: () => void watch.look() });
  const watch = createPersonaWatch({ personalizer, userId: profile });
  const mayAsk = askDaily(config, profile, log);
  const lines = readHostLines(
    (line) => void process.stdout.write(line),
    (sentence) => terminal.note(`lifelong: ${sentence}`),
  );
  const ended = untilClientLeaves(lines);
  const connection = serveStdio(
    () => createServer({ ...offer, personalizer, userId: profile, watch, onCall: notes.note, onError: log, mayAsk }),
    {
      transport: new StdioServerTransport(lines, process.stdout, { maxBufferSize: LONGEST_LINE + 1 }),
      onerror: log,
    },
  );
  // Whatever ends stdin ends the lines too, and that is all there is to do about it.
  pipeline(process.stdin, lines, () => {});
  const catchUp = setTimeout(() => void startLearning(personalizer, profile, { watch, log }), CATCH_UP_MS);
  await ended;
  clearTimeout(catchUp);
  await connection.close();
  lines.destroy();
  const [opened] = await Promise.allSettled([personalizer]);
  if (opened.status === "fulfilled") await opened.value.close();
  await notes.settled();
}

function askDaily({ store }: Config, userId: string, log: (error: unknown) => void): () => Promise<boolean> {
  return () =>
    claimDailyAsk(store, userId, new Date()).catch((error) => {
      log(error);
      return false;
    });
}

/** Data that cannot be read is told with every call, so that here it is only logged. */
async function startLearning(
  personalizer: Promise<Personalizer>,
  profile: string,
  { watch, log }: { watch: PersonaWatch; log: (error: unknown) => void },
): Promise<void> {
  await watch.look();
  const [opened] = await Promise.allSettled([personalizer]);
  if (opened.status === "fulfilled") await opened.value.start(profile).catch(log);
}

/** A library that cannot be opened is told with every call, not by a server that is not there. */
function open(
  config: Config,
  {
    log,
    warn,
    onUpdate,
  }: {
    readonly log: (error: unknown) => void;
    readonly warn: (sentence: string) => void;
    readonly onUpdate: (userId: string) => void;
  },
): Promise<Personalizer> {
  const opening = config.off
    ? Promise.reject(
        new PersonaError(
          "CONFIGURATION",
          "Lifelong is off: it reads, records and learns nothing. The user turned it off with LIFELONG_OFF; go on without it.",
        ),
      )
    : openServingPersonalizer(config, openServingStore(config, log, warn), (event: PersonaEvent) => {
        if (event.type === "update-failed" || event.type === "prune-failed") log(event.error);
        if (event.type === "update-finished") onUpdate(event.userId);
      });
  opening.catch(config.off ? () => {} : log);
  return opening;
}

/** A store elsewhere is opened and looked at meanwhile: nobody waits for it before a call needs it. */
function openServingStore(
  config: Config,
  log: (error: unknown) => void,
  warn: (sentence: string) => void,
): PersonaStore | Promise<PersonaStore> {
  if (isFolder(config.store)) return openConfiguredStore(config);
  const store = lateStore(config.store.scheme, () => openConfiguredStore(config));
  store.examine?.().then((findings) => {
    for (const { sentence } of findings) warn(sentence);
  }, log);
  return store;
}

/** The client closes our stdin or no longer reads, or somebody asks the process to end. */
async function untilClientLeaves(lines: Readable): Promise<void> {
  await Promise.race([
    new Promise((resolve) => lines.once("end", resolve).once("close", resolve)),
    new Promise((resolve) => process.stdout.once("error", resolve)),
    new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve)),
  ]);
}
