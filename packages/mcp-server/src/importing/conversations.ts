import type { Message } from "@lifelong/core";
import type { ExcludedFolders } from "../excluded-folders.ts";
import type { ConversationFormat, Found, FoundConversation } from "./format.ts";
import type { ConversationReason } from "./left-out.ts";
import type { Recognised } from "./recognise.ts";
import { valuesOf } from "./values.ts";

/** Text of one session at most, below the 4 MB that the library takes. UTF-8 bytes. */
const SESSION_BYTES = 4_000_000;

/** Which conversations come in. */
export interface Choice {
  /** They began then or later, ISO 8601 UTC. */
  readonly since?: string;
  /** They began before then. */
  readonly until?: string;
  /** Folders in which nothing is recorded. */
  readonly excluded?: Pick<ExcludedFolders, "covering">;
}

/** A conversation as it is recorded. */
export interface Importable extends FoundConversation {
  readonly startedAt: string;
}

export type Offered = Importable | { readonly kind: "passed-over"; readonly reason: ConversationReason };

/**
 * The conversations of a file that are fit to be recorded, and those that are passed over.
 *
 * A conversation that is too long for one session is several, cut between messages, so that the same conversation is
 * always cut in the same places. Those without a start begin when the file was last changed.
 */
export async function* conversationsOf(
  { file, shape, format }: Recognised & { format: ConversationFormat },
  choice: Choice,
): AsyncGenerator<Offered> {
  const found = format.read(valuesOf(file, shape), file);
  for await (const each of found) {
    const folder = each.kind === "conversation" ? each.folder : undefined;
    if (folder !== undefined && (await choice.excluded?.covering(folder)) !== undefined) {
      yield { kind: "passed-over", reason: "excluded" };
    } else yield* offers(each, choice, file.changedAt);
  }
}

function* offers(found: Found, { since, until }: Choice, changedAt: Date): Generator<Offered> {
  if (found.kind === "passed-over") {
    yield found;
    return;
  }
  const startedAt = found.startedAt ?? changedAt.toISOString();
  const messages = found.messages.map(({ role, text }) => ({ role, text: text.toWellFormed() }));
  if ((since !== undefined && startedAt < since) || (until !== undefined && startedAt >= until)) {
    yield { kind: "passed-over", reason: "dates" };
  } else if (!messages.some(({ role, text }) => role === "user" && text.trim() !== "")) {
    yield { kind: "passed-over", reason: "empty" };
  } else if (messages.some(({ text }) => Buffer.byteLength(text) > SESSION_BYTES)) {
    yield { kind: "passed-over", reason: "too-large" };
  } else {
    for (const [index, stretch] of stretchesOf(messages).entries()) {
      // One conversation counts once for what it supports, whatever it was cut into: the mark is that of the library.
      const id = found.id === undefined || index === 0 ? found.id : `${found.id}~${index + 1}`;
      yield { ...found, id, startedAt, messages: stretch, leftOut: index === 0 ? found.leftOut : {} };
    }
  }
}

/** Messages in stretches of at most 4 MB of text, in order. */
function stretchesOf(messages: readonly Message[]): readonly (readonly Message[])[] {
  const stretches: Message[][] = [[]];
  let held = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.text);
    if (held > 0 && held + bytes > SESSION_BYTES) {
      stretches.push([]);
      held = 0;
    }
    stretches.at(-1)?.push(message);
    held += bytes;
  }
  return stretches;
}
