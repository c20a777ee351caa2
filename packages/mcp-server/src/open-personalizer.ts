import type {
  EventListener,
  Optimizer,
  Pass,
  Personalizer,
  PersonalizerOptions,
  PersonaStore,
  Retention,
} from "@lifelong/core";
import type { Config, Learning } from "./config.ts";

type Told = Pick<Config, "store" | "learning">;

/**
 * The library as it was configured, for a command that ends with its work: what becomes due meanwhile waits for a
 * server, or for `lifelong optimize`. Loaded when opened, so that a start stays quick.
 */
export async function openPersonalizer(config: Told): Promise<Personalizer> {
  const { createExtractor } = await import("@lifelong/extractor");
  return openWith(createExtractor(), config, { background: false });
}

/** The same for a process that answers while it learns: it never stands still for the language model to load. */
export async function openServingPersonalizer(config: Told, onEvent: EventListener): Promise<Personalizer> {
  const { extractorThread } = await import("./extractor-thread.ts");
  return openWith(extractorThread(), config, { onEvent });
}

async function openWith(
  extractor: Optimizer,
  { store, learning }: Told,
  options: Pick<PersonalizerOptions, "background" | "onEvent">,
): Promise<Personalizer> {
  const [core, { fileStore }] = await Promise.all([import("@lifelong/core"), import("@lifelong/store-file")]);
  const opened = fileStore({ directory: store.directory });
  return core.createPersonalizer({
    store: opened,
    retention: retentionOf(learning, opened),
    passes: [core.instantPass(extractor), deepPassOf(core, learning)],
    ceiling: learning.totalCeiling,
    ...options,
  });
}

/** What the store says stands where the user is silent. */
function retentionOf({ keepSessions, keepRevisions }: Learning, { retention }: PersonaStore): Retention {
  return {
    ...retention,
    ...(keepSessions && { sessions: keepSessions === "all" ? undefined : keepSessions }),
    ...(keepRevisions && { revisions: keepRevisions }),
  };
}

/** By the configured model, else by that of the assistant. */
function deepPassOf(core: typeof import("@lifelong/core"), learning: Learning): Pass {
  const policy = core.everySessions(learning.every);
  if (learning.model === undefined) return core.hostPass({ policy });
  let opened: Promise<Optimizer> | undefined;
  const optimizer: Optimizer = {
    name: "model@1",
    async propose(brief, options) {
      opened ??= openOptimizer(learning);
      return (await opened).propose(brief, options);
    },
  };
  return core.deepPass(optimizer, { policy, ceiling: learning.ceiling });
}

/** Opens models only when they are first asked: nobody else waits for a plugin, or hears of one that is missing. */
async function openOptimizer(learning: Learning): Promise<Optimizer> {
  const { openConfiguredModels } = await import("./open-models.ts");
  const { modelOptimizer, PersonaError } = await import("@lifelong/core");
  try {
    return modelOptimizer({ ...(await openConfiguredModels(learning)), timeoutMs: learning.timeoutMs });
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    // Nobody was asked, so nothing was spent.
    throw new PersonaError(error.code, error.message, { spent: { calls: 0 } });
  }
}
