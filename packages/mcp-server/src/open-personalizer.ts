import type { EventListener, Optimizer, Pass, Personalizer, PersonalizerOptions, PersonaStore } from "@lifelong/core";
import type { Config } from "./config.ts";

type Told = Pick<Config, "learning" | "plugins" | "environment">;
type Opened = PersonaStore | Promise<PersonaStore>;

/**
 * The library as it was configured, for a command that ends with its work: what becomes due meanwhile waits for a
 * server, or for `lifelong optimize`. Loaded when opened, so that a start stays quick.
 */
export async function openPersonalizer(config: Told, store: Opened): Promise<Personalizer> {
  const [{ createExtractor }, data] = await Promise.all([import("@lifelong/extractor"), store]);
  return openWith(createExtractor(), data, config, { background: false });
}

/** The same for a process that answers while it learns: it never stands still for the language model to load. */
export async function openServingPersonalizer(
  config: Told,
  store: Opened,
  onEvent: EventListener,
): Promise<Personalizer> {
  const [{ extractorThread }, data] = await Promise.all([import("./extractor-thread.ts"), store]);
  return openWith(extractorThread(), data, config, { onEvent });
}

async function openWith(
  extractor: Optimizer,
  store: PersonaStore,
  config: Told,
  options: Pick<PersonalizerOptions, "background" | "onEvent">,
): Promise<Personalizer> {
  const core = await import("@lifelong/core");
  return core.createPersonalizer({
    store,
    passes: [core.instantPass(extractor), deepPassOf(core, config)],
    ceiling: config.learning.totalCeiling,
    ...options,
  });
}

/** By the configured model, else by that of the assistant. */
function deepPassOf(core: typeof import("@lifelong/core"), config: Told): Pass {
  const { learning } = config;
  const policy = core.everySessions(learning.every);
  if (learning.model === undefined) return core.hostPass({ policy });
  let opened: Promise<Optimizer> | undefined;
  const optimizer: Optimizer = {
    name: "model@1",
    async propose(brief, options) {
      opened ??= openOptimizer(config);
      return (await opened).propose(brief, options);
    },
  };
  return core.deepPass(optimizer, { policy, ceiling: learning.ceiling });
}

/** Opens models only when they are first asked: nobody else waits for a plugin, or hears of one that is missing. */
async function openOptimizer(config: Told): Promise<Optimizer> {
  const { openConfiguredModels } = await import("./open-models.ts");
  const { modelOptimizer, PersonaError } = await import("@lifelong/core");
  try {
    return modelOptimizer({ ...(await openConfiguredModels(config)), timeoutMs: config.learning.timeoutMs });
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    // Nobody was asked, so nothing was spent.
    throw new PersonaError(error.code, error.message, { spent: { calls: 0 } });
  }
}
