/**
 * Does something with every item, some at a time, in their order; takes the next item only when one is done, so that a
 * stream is read no faster than it is used. The first failure takes no further item, waits for those under way and throws.
 */
export async function eachOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  use: (item: Item) => Promise<void>,
  { concurrency, signal }: { concurrency: number; signal?: AbortSignal },
): Promise<void> {
  const source = (async function* () {
    yield* items;
  })();
  const work = async () => {
    while (!signal?.aborted) {
      const next = await source.next();
      if (next.done) return;
      await use(next.value).catch(async (error: unknown) => {
        await source.return(undefined);
        throw error;
      });
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: concurrency }, work));
  await source.return(undefined);
  for (const each of settled) if (each.status === "rejected") throw each.reason;
}

/** The same, and what came of each, in the order of the items. Throws the signal's reason when it says so. */
export async function mapEach<Item, Output>(
  items: readonly Item[],
  use: (item: Item, place: number) => Promise<Output>,
  { concurrency, signal }: { concurrency: number; signal?: AbortSignal },
): Promise<readonly Output[]> {
  const outputs = new Map<number, Output>();
  await eachOf(
    items.entries(),
    async ([place, item]) => {
      outputs.set(place, await use(item, place));
    },
    { concurrency, signal },
  );
  signal?.throwIfAborted();
  return [...outputs].toSorted(([one], [other]) => one - other).map(([, output]) => output);
}
