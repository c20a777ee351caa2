import type { EventListener, Personalizer } from "@lifelong/core";
import type { StoreLocation } from "./location.ts";

/** The library over a location, with the built-in way of learning. Loaded when opened, so that a start stays quick. */
export async function openPersonalizer(location: StoreLocation, onEvent?: EventListener): Promise<Personalizer> {
  const [{ createPersonalizer, instantPass }, { createExtractor }, { fileStore }] = await Promise.all([
    import("@lifelong/core"),
    import("@lifelong/extractor"),
    import("@lifelong/store-file"),
  ]);
  return createPersonalizer({
    store: fileStore({ directory: location.directory }),
    passes: [instantPass(createExtractor())],
    onEvent,
  });
}
