import type { EventListener, Optimizer, Personalizer } from "@lifelong/core";
import type { StoreLocation } from "./location.ts";

/** The library over a location, with the built-in way of learning. Loaded when opened, so that a start stays quick. */
export async function openPersonalizer(location: StoreLocation): Promise<Personalizer> {
  const { createExtractor } = await import("@lifelong/extractor");
  return openWith(createExtractor(), location);
}

/** The same for a process that answers while it learns: it never stands still for the language model to load. */
export async function openServingPersonalizer(location: StoreLocation, onEvent: EventListener): Promise<Personalizer> {
  const { extractorThread } = await import("./extractor-thread.ts");
  return openWith(extractorThread(), location, onEvent);
}

async function openWith(optimizer: Optimizer, location: StoreLocation, onEvent?: EventListener): Promise<Personalizer> {
  const [{ createPersonalizer, instantPass }, { fileStore }] = await Promise.all([
    import("@lifelong/core"),
    import("@lifelong/store-file"),
  ]);
  return createPersonalizer({
    store: fileStore({ directory: location.directory }),
    passes: [instantPass(optimizer)],
    onEvent,
  });
}
