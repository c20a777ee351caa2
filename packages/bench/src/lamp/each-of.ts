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
