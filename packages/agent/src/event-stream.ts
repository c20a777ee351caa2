import { ReadableStream } from "node:stream/web";
import type { AgentEvent } from "./events.ts";

/**
 * The events of work that begins at once, to be read as they come. Fails as the work fails.
 *
 * @param work - gets the function that tells an event; what is told after its end, nobody hears
 * @param abandon - called when the reader leaves before the end
 */
export function eventStream(
  work: (emit: (event: AgentEvent) => void) => Promise<void>,
  abandon: () => void,
): AsyncIterable<AgentEvent> {
  let open = true;
  return new ReadableStream<AgentEvent>(
    {
      start(controller) {
        const emit = (event: AgentEvent) => {
          if (open) controller.enqueue(event);
        };
        const end = (close: () => void) => {
          if (open) close();
          open = false;
        };
        work(emit).then(
          () => end(() => controller.close()),
          (error: unknown) => end(() => controller.error(error)),
        );
      },
      cancel() {
        open = false;
        abandon();
      },
    },
    // Nobody waits for a reader.
    { highWaterMark: Number.POSITIVE_INFINITY },
  );
}
