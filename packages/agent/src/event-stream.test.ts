import { expect, test } from "vitest";
import { eventStream } from "./event-stream.ts";
import type { AgentEvent } from "./events.ts";

const delta = (text: string): AgentEvent => ({ type: "text-delta", delta: text });

async function readSlowly(events: AsyncIterable<AgentEvent>, all: AgentEvent[]): Promise<void> {
  for await (const event of events) {
    all.push(event);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("a slow reader hears everything, and only then how it ended", async () => {
  const heard: AgentEvent[] = [];
  const events = eventStream(
    async (emit) => {
      emit(delta("one"));
      emit(delta("two"));
      throw new Error("away");
    },
    () => {},
  );
  await expect(readSlowly(events, heard)).rejects.toThrow("away");
  expect(heard).toEqual([delta("one"), delta("two")]);
});

test("the work begins before anybody reads, and nobody has to", async () => {
  let began = false;
  eventStream(
    async () => {
      began = true;
      throw new Error("away");
    },
    () => {},
  );
  expect(began).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test("a reader who leaves before the end abandons the work, and one who stays does not", async () => {
  let abandoned = 0;
  let hasEnded = false;
  let end = () => {};
  const open = (work: (emit: (event: AgentEvent) => void) => Promise<void>) =>
    eventStream(work, () => {
      abandoned += 1;
      setTimeout(end, 5);
    });
  await readSlowly(
    open(async (emit) => emit(delta("all"))),
    [],
  );
  expect(abandoned).toBe(0);
  for await (const _ of open(async (emit) => {
    emit(delta("some"));
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    hasEnded = true;
  }))
    break;
  expect({ abandoned, hasEnded }).toEqual({ abandoned: 1, hasEnded: true });
});
