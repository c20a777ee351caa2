import type { AgentEvent } from "./events.ts";

/**
 * The events of work that begins at once, to be read as they come. Fails as the work fails, once all events before that
 * were read.
 *
 * @param work - gets the function that tells an event
 * @param abandon - called when the reader leaves before the end; the loop is left once the work has ended
 */
export function eventStream(
  work: (emit: (event: AgentEvent) => void) => Promise<void>,
  abandon: () => void,
): AsyncIterable<AgentEvent> {
  const unread: AgentEvent[] = [];
  let outcome: { readonly error?: unknown } | undefined;
  let wake = () => {};

  const end = (ended: { readonly error?: unknown }) => {
    outcome = ended;
    wake();
  };
  const working = work((event) => {
    unread.push(event);
    wake();
  }).then(
    () => end({}),
    (error: unknown) => end({ error }),
  );

  async function* read(): AsyncGenerator<AgentEvent> {
    try {
      for (;;) {
        const event = unread.shift();
        if (event) {
          yield event;
        } else if (outcome) {
          if ("error" in outcome) throw outcome.error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      if (!outcome) {
        abandon();
        await working;
      }
    }
  }
  return read();
}
