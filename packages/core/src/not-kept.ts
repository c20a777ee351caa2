import type { NotKept } from "./personalizer.ts";

const SENTENCES: Readonly<Record<NotKept["reason"], string>> = {
  private: "The conversation is private: nothing of it was kept.",
  "off-the-record": "The user asked not to remember this, so what was said there was not kept.",
  paused: "Learning is paused: these messages were not kept. `lifelong resume` ends the pause.",
  closed:
    "This conversation id is private or forgotten and takes nothing more. Record a new conversation under another id.",
  "own-block": "The persona block was cut out of the messages: the system does not learn from its own words.",
};

/** Why something of a conversation was not kept, with how much of it. */
export function notKept(reason: NotKept["reason"], count: number): NotKept {
  return { reason, count, sentence: SENTENCES[reason] };
}
