import type {
  EventListener,
  Optimizer,
  Pass,
  Personalizer,
  PersonaStore,
  Retention,
  UpdateRunner,
} from "@lifelong/core";
import type { Config, Learning } from "./config.ts";

type Told = Pick<Config, "learning" | "queue" | "plugins" | "environment">;
type Opened = PersonaStore | Promise<PersonaStore>;

/**
 * The library as it was configured, for a command that ends with its work: what becomes due meanwhile waits for a
 * server, or for `lifelong optimize`. Loaded when opened, so that a start stays quick.
 */
export async function openPersonalizer(config: Told, store: Opened): Promise<Personalizer> {
  const [core, { createExtractor }] = await Promise.all([import("@lifelong/core"), import("@lifelong/extractor")]);
  const runner = (await openQueue(config, 0)) ?? core.manualRunner();
  return openWith(createExtractor(), await store, config, runner);
}

/** The same for a process that answers while it learns: it never stands still for the language model to load. */
export async function openServingPersonalizer(
  config: Told,
  store: Opened,
  onEvent: EventListener,
): Promise<Personalizer> {
  const [core, { extractorThread }] = await Promise.all([import("@lifelong/core"), import("./extractor-thread.ts")]);
  const runner = (await openQueue(config, 0)) ?? core.inProcessRunner();
  return openWith(extractorThread(), await store, config, runner, onEvent);
}

/**
 * The same for a process that does nothing but learn, for many users.
 *
 * @param concurrency - how many updates run at once
 * @throws PersonaError `CONFIGURATION` where no queue or no model is configured
 */
export async function openWorkingPersonalizer(
  config: Told,
  store: Opened,
  { concurrency, onEvent }: { concurrency: number; onEvent: EventListener },
): Promise<Personalizer> {
  const [{ PersonaError }, { extractorThread }] = await Promise.all([
    import("@lifelong/core"),
    import("./extractor-thread.ts"),
  ]);
  if (config.learning.model === undefined) {
    const sentence = "A worker needs a model to learn with: name it with --model or LIFELONG_MODEL.";
    throw new PersonaError("CONFIGURATION", sentence);
  }
  const runner = await openQueue(config, concurrency);
  if (runner === undefined) {
    const sentence = "A worker needs the queue that it takes updates from: name it with --runner or LIFELONG_RUNNER.";
    throw new PersonaError("CONFIGURATION", sentence);
  }
  return openWith(extractorThread(), await store, config, runner, onEvent);
}

/** The queue that is configured; undefined when there is none. */
async function openQueue({ queue, ...told }: Told, concurrency: number): Promise<UpdateRunner | undefined> {
  if (queue.runner === undefined) return undefined;
  const [{ openRunner }, { openingOf }] = await Promise.all([import("@lifelong/core"), import("./plugins.ts")]);
  const { runner, callsPerMinute } = queue;
  const settings = { concurrency, ...(callsPerMinute !== undefined && { callsPerMinute }) };
  return openRunner(runner, await openingOf(told), settings);
}

async function openWith(
  extractor: Optimizer,
  store: PersonaStore,
  config: Told,
  runner: UpdateRunner,
  onEvent?: EventListener,
): Promise<Personalizer> {
  const core = await import("@lifelong/core");
  return core.createPersonalizer({
    store,
    retention: (declared) => retentionOf(config.learning, declared),
    passes: [core.instantPass(extractor), deepPassOf(core, config, runner)],
    ceiling: config.learning.totalCeiling,
    runner,
    ...(onEvent && { onEvent }),
  });
}

/** What the store says stands where the user is silent. */
function retentionOf({ keepSessions, keepRevisions }: Learning, declared: Retention): Retention {
  return {
    ...declared,
    ...(keepSessions && { sessions: keepSessions === "all" ? undefined : keepSessions }),
    ...(keepRevisions && { revisions: keepRevisions }),
  };
}

/** By the configured model, else by that of the assistant. */
function deepPassOf(core: typeof import("@lifelong/core"), config: Told, runner: UpdateRunner): Pass {
  const { learning } = config;
  const policy = core.everySessions(learning.every);
  if (learning.model === undefined) return core.hostPass({ policy });
  let opened: Promise<Optimizer> | undefined;
  const optimizer: Optimizer = {
    name: "model@1",
    async propose(brief, options) {
      opened ??= openOptimizer(config, runner);
      return (await opened).propose(brief, options);
    },
  };
  return core.deepPass(optimizer, { policy, ceiling: learning.ceiling });
}

/** Opens models only when they are first asked: nobody else waits for a plugin, or hears of one that is missing. */
async function openOptimizer(config: Told, { limit = (model) => model }: UpdateRunner): Promise<Optimizer> {
  const { openConfiguredModels } = await import("./open-models.ts");
  const { modelOptimizer, PersonaError } = await import("@lifelong/core");
  try {
    const { model, fallback } = await openConfiguredModels(config);
    return modelOptimizer({
      model: limit(model),
      ...(fallback && { fallback: limit(fallback) }),
      timeoutMs: config.learning.timeoutMs,
    });
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    // Nobody was asked, so nothing was spent.
    throw new PersonaError(error.code, error.message, { spent: { calls: 0 } });
  }
}
