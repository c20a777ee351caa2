import { offTheRecord } from "./off-the-record.ts";
import { cutOwnBlock } from "./own-block.ts";
import type { Message } from "./session.ts";

/** Messages as they may be kept. */
export interface Screened {
  /** True: the user asked that this conversation be forgotten. Then every message is empty. */
  readonly private: boolean;
  /** As many as were handed in, each at its index: without our own blocks, and empty where it is off the record. */
  readonly messages: readonly Message[];
  /** Indexes of the messages that lost all their text to the user's wish, rising. */
  readonly emptied: readonly number[];
  /** True: the wish reaches back to a user message before the first of these, which must be forgotten if it was kept. */
  readonly reachesBack: boolean;
  /** In how many messages a block of ours was cut out. */
  readonly blocks: number;
}

/**
 * Takes out what is not to be kept, before anything is stored. Only the user's messages can ask for it; a request that
 * points back takes everything from the user message before it on, the replies in between included.
 */
export function screen(messages: readonly Message[]): Screened {
  const own = messages.map((message) => ({ ...message, text: cutOwnBlock(message.text) }));
  const blocks = own.filter((message, index) => message.text !== messages[index]?.text).length;
  const off = new Set<number>();
  let reachesBack = false;
  let previous: number | undefined;
  for (const [index, message] of own.entries()) {
    if (message.role !== "user") continue;
    const scope = offTheRecord(message.text);
    if (scope === "conversation") {
      const emptied = indexesOf(own, () => true);
      return { private: true, messages: own.map(empty), emptied, reachesBack: false, blocks };
    }
    if (scope === "message") off.add(index);
    if (scope === "previous") {
      reachesBack ||= previous === undefined;
      for (let back = previous ?? 0; back <= index; back += 1) off.add(back);
    }
    previous = index;
  }
  return {
    private: false,
    messages: own.map((message, index) => (off.has(index) ? empty(message) : message)),
    emptied: indexesOf(own, (index) => off.has(index)),
    reachesBack,
    blocks,
  };
}

function empty(message: Message): Message {
  return { ...message, text: "" };
}

/** Indexes of the messages that say something and are chosen. */
function indexesOf(messages: readonly Message[], chosen: (index: number) => boolean): readonly number[] {
  return messages.flatMap((message, index) => (message.text !== "" && chosen(index) ? [index] : []));
}
