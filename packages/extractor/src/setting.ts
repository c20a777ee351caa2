import type { BriefMessage } from "@lifelong/core";
import type { Stretch } from "./stretch.ts";

/** The words by which a language says that a text does not speak for the user. */
export interface Setting {
  /** From here on the conversation is a play: who says "I" is a character. */
  readonly play: RegExp;
  /** Behind this the play is over. Absent: a play lasts. */
  readonly playEnds?: RegExp;
  /** This message alone speaks for somebody else, or brings a text of somebody else to be worked on. */
  readonly foreign: RegExp;
  /** An order to invent a text, in which "I" may be anybody. */
  readonly invented: RegExp;
}

/** Longer messages are pasted documents: only what frames them is the user's. */
const LONG_MESSAGE = 2000; // characters
const FRAME = 400; // characters of a first or last paragraph that can frame a document

/** A message with what follows the end of a play in it, or all of it. */
export interface TeachingMessage {
  readonly message: BriefMessage;
  /** Where in the text the user speaks again, mostly 0. */
  readonly from: number;
}

/** Messages of the user that may teach, without those in which the session is a play. */
export function teachingMessages(
  messages: readonly BriefMessage[],
  settings: readonly Setting[],
): readonly TeachingMessage[] {
  const teaching: TeachingMessage[] = [];
  let playing = false;
  for (const message of messages) {
    if (message.role !== "user" || message.text === "") continue;
    const head = message.text.slice(0, 4 * LONG_MESSAGE);
    const end: number | undefined = playing ? endOfPlay(head, settings) : 0;
    playing = settings.some(({ play }) => play.test(head.slice(end ?? 0))) || end === undefined;
    if (!playing) teaching.push({ message, from: end ?? 0 });
  }
  return teaching;
}

/** Where the user speaks again; undefined while the play goes on. */
function endOfPlay(head: string, settings: readonly Setting[]): number | undefined {
  for (const { playEnds } of settings) {
    const found = playEnds?.exec(head);
    if (found) return found.index + found[0].length;
  }
  return undefined;
}

/** Which stretches of a message speak for the user. None where it stands in for someone or brings a text to work on. */
export function ownStretches(text: string, from: number, settings: readonly Setting[]): readonly Stretch[] {
  const head = text.slice(from, from + LONG_MESSAGE);
  if (settings.some(({ foreign }) => foreign.test(head))) return [];
  const orders = settings.flatMap(({ invented }) => invented.exec(head)?.index ?? []);
  if (text.length > LONG_MESSAGE) return orders.length > 0 ? [] : frames(text).filter(({ start }) => start >= from);
  // What stands before the order is the user's; behind it begins the text, or what shall be in it.
  return [{ start: from, end: Math.min(text.length, ...orders.map((order) => from + order)) }];
}

/** The first and the last paragraph of a document, where they are short enough to be about it. */
function frames(text: string): readonly Stretch[] {
  const first = { start: 0, end: text.indexOf("\n") };
  const last = { start: text.lastIndexOf("\n") + 1, end: text.length };
  return [first, last].filter(({ start, end }) => end > start && end - start <= FRAME);
}
