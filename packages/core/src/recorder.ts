import { findHolding, type Holding } from "./conversation.ts";
import { notKept } from "./not-kept.ts";
import { cutOwnBlock } from "./own-block.ts";
import { readOpening } from "./pause.ts";
import type { Forget, NotKept, Receipt } from "./personalizer.ts";
import type { Reading } from "./reading.ts";
import { type Screened, screen } from "./screen.ts";
import type { Message } from "./session.ts";
import { type ParsedSession, parseSession, splitIntoParts } from "./session-input.ts";
import type { Head, PersonaStore } from "./store.ts";
import { heldMessages } from "./stored-session.ts";

/** "Don't remember that", said on its own, reaches back to what another call recorded at most this long ago. */
const REACH_BACK_MS = 60 * 60 * 1000;

/** What recording one call came to. */
export interface Stored {
  readonly sessionId: string;
  /** Of the last part stored now; absent when nothing was. */
  readonly sequence?: number;
  /** Ordinal of the session, when a part of it was stored now. */
  readonly ordinal?: number;
  /** Where the user stands now; absent where that has to be read. */
  readonly head?: Head;
  /** Of all parts stored now. */
  readonly sequences: readonly number[];
  /** True when the session's first part was stored now. */
  readonly begun: boolean;
  readonly duplicate: boolean;
  readonly kept: number;
  readonly notKept: readonly NotKept[];
}

/** What a call has stored so far. */
interface Fresh {
  sequence?: number;
  ordinal?: number;
  head?: Head;
  begun: boolean;
  readonly sequences: number[];
  readonly messages: Message[];
}

interface Conversation extends ParsedSession {
  readonly userId: string;
  /** As it was said, without our own block. */
  readonly spoken: readonly Message[];
  readonly screened: Screened;
}

/** What is known before anything is stored. */
interface Look {
  readonly head: Head | null;
  readonly paused: boolean;
  readonly holding: Holding;
}

/** Stores conversations: finds what is new of each, and keeps nothing that shall not be kept. */
export function createRecorder(parts: {
  store: PersonaStore;
  read: Reading;
  forget: (userId: string, what: Forget) => Promise<Receipt>;
  now: () => Date;
}): (userId: string, session: unknown) => Promise<Stored> {
  const { store, read, forget, now } = parts;

  return async function record(userId, input) {
    const session = parseSession(input, now());
    const conversation: Conversation = {
      ...session,
      userId,
      spoken: session.messages.map(({ role, text }) => ({ role, text: cutOwnBlock(text) })),
      screened: screen(session.messages),
    };
    return session.private || conversation.screened.private ? keepOut(conversation) : keep(conversation);
  };

  /** Where the user stands, and what is held of the conversation. */
  async function look({ userId, id, spoken }: Conversation): Promise<Look> {
    const { head, paused, session } = await readOpening(userId, id, { store, read });
    const holding: Holding = head
      ? await findHolding(store, { userId, incarnation: head.incarnation }, { id, session }, spoken)
      : { sessionId: id, match: "new", next: 0 };
    return { head, paused, holding };
  }

  /** A private conversation closes its id, and takes along what was recorded of it before. */
  async function keepOut(conversation: Conversation): Promise<Stored> {
    const { userId, startedAt, source, messages } = conversation;
    const answer = { sequences: [], duplicate: false, kept: 0, notKept: [notKept("private", messages.length)] };
    for (;;) {
      const { head: before, holding } = await look(conversation);
      const { sessionId, match } = holding;
      if (match === "closed") return { sessionId, begun: false, ...answer, duplicate: true, head: before ?? undefined };
      if (match !== "new") {
        await forget(userId, { kind: "session", sessionId });
        return { sessionId, begun: false, ...answer };
      }
      const { outcome, sequence, session, head } = await store.appendPart(userId, {
        sessionId,
        number: 1,
        firstMessage: 0,
        startedAt,
        recordedAt: now().toISOString(),
        source,
        messages: [],
        closed: true,
      });
      const sequences = sequence === undefined ? [] : [sequence];
      if (outcome === "stored")
        return { sessionId, ...answer, sequence, sequences, ordinal: session, begun: true, head };
    }
  }

  async function keep(conversation: Conversation): Promise<Stored> {
    const { screened } = conversation;
    const first = await look(conversation);
    const fresh: Fresh = { sequences: [], begun: false, messages: [] };
    for (let { head, paused, holding } = first; ; { head, paused, holding } = await look(conversation)) {
      fresh.head = head ?? undefined;
      if (holding.match === "closed") {
        const { sessionId } = holding;
        return {
          sessionId,
          head: fresh.head,
          sequences: [],
          begun: false,
          duplicate: false,
          kept: 0,
          notKept: [notKept("closed", screened.messages.length)],
        };
      }
      const messages = screened.messages.slice(holding.next);
      const outcome = await append(conversation, holding, paused ? messages.map(emptied) : messages, fresh);
      if (outcome !== "stored") continue;

      const takenBack = await emptyEarlier(conversation, holding, first.head);
      if (takenBack > 0) fresh.head = undefined;
      const offTheRecord = screened.emptied.filter((index) => index >= holding.next).length + takenBack;
      const { messages: added, ...place } = fresh;
      return {
        sessionId: holding.sessionId,
        ...place,
        duplicate: added.length === 0,
        kept: added.filter(({ text }) => text !== "").length,
        notKept: [
          ...(paused && added.length > 0 ? [notKept("paused", added.length)] : []),
          ...(offTheRecord > 0 ? [notKept("off-the-record", offTheRecord)] : []),
          ...(screened.blocks > 0 ? [notKept("own-block", screened.blocks)] : []),
        ],
      };
    }
  }

  /** Appends part by part; what was stored before a conflict is found again as the conversation's beginning. */
  async function append(
    { userId, startedAt, source }: Conversation,
    { sessionId, state }: Holding,
    messages: readonly Message[],
    fresh: Fresh,
  ): Promise<"stored" | "conflict" | "closed"> {
    let number = (state?.parts ?? 0) + 1;
    let firstMessage = state?.messages ?? 0;
    for (const part of splitIntoParts(messages)) {
      const { outcome, sequence, session, head } = await store.appendPart(userId, {
        sessionId,
        number,
        firstMessage,
        startedAt: state?.startedAt ?? startedAt,
        recordedAt: now().toISOString(),
        source,
        messages: part,
      });
      if (outcome !== "stored") return outcome;
      fresh.sequence = sequence;
      if (sequence !== undefined) fresh.sequences.push(sequence);
      fresh.ordinal = session;
      fresh.head = head;
      fresh.begun ||= number === 1;
      fresh.messages.push(...part);
      number += 1;
      firstMessage += part.length;
    }
    return "stored";
  }

  /** How many messages that were recorded before an off-the-record remark takes back. */
  async function emptyEarlier(conversation: Conversation, holding: Holding, before: Head | null): Promise<number> {
    const { userId, screened, id, named, startedAt, messages } = conversation;
    const earlier = screened.emptied.filter((index) => index < holding.next && messages[index]?.role === "user");
    const spoken = messages.flatMap(({ role }, index) => (role === "user" ? [index] : []));
    const turns = earlier.map((index) => spoken.indexOf(index)).filter((turn) => holding.state?.digests[turn] != null);
    const own = turns.length > 0 ? await emptyTurns(userId, holding.sessionId, turns) : 0;
    if (!screened.reachesBack || holding.match === "held" || !before) return own;

    const sessionId = named && holding.sessionId !== id ? id : await newestSession(userId, before, startedAt);
    return sessionId === undefined ? own : own + (await emptyTurns(userId, sessionId, [-1]));
  }

  /** What was recorded before a conversation that began just now; one of old days reaches back to nothing. */
  async function newestSession(userId: string, { lastSequence }: Head, begun: string): Promise<string | undefined> {
    if (now().getTime() - Date.parse(begun) > REACH_BACK_MS) return undefined;
    const [part] = await store.readParts(userId, { after: lastSequence - 1, limit: 1 });
    if (!part || part.closed) return undefined;
    return now().getTime() - Date.parse(part.recordedAt) <= REACH_BACK_MS ? part.sessionId : undefined;
  }

  /** Empties messages of the user, each with the replies to it. A turn counts the user's messages from 0; -1 is the last. */
  async function emptyTurns(userId: string, sessionId: string, turns: readonly number[]): Promise<number> {
    const held = await heldMessages(store, userId, sessionId);
    const starts = held.flatMap(({ role }, index) => (role === "user" ? [index] : []));
    const indexes = turns.flatMap((turn) => {
      const place = turn < 0 ? starts.length + turn : turn;
      const start = starts[place];
      return start === undefined ? [] : range(start, starts[place + 1] ?? held.length);
    });
    const told = indexes.filter((index) => held[index]?.text || held[index]?.digest);
    if (told.length > 0) await forget(userId, { kind: "messages", sessionId, messages: told });
    return told.length;
  }
}

function emptied({ role }: Message): Message {
  return { role, text: "" };
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}
