import { estimateTokens } from "./estimate-tokens.ts";
import type { BriefMessage, BriefSession } from "./optimizer.ts";
import { fieldState, type Persona, type Quote } from "./persona.ts";
import type { StoredPart } from "./session.ts";
import type { PersonaStore } from "./store.ts";

/** What of the quoted messages is read at most: a model shall see all of a brief, and one message shall not fill it. */
const TOKENS = 8_000;
const TOKENS_OF_ONE = 1_000;

/**
 * The messages that a field's values quote, as they are stored now, in the order of recording: first of all the newest
 * of each value, then what else there is room for. Of a message whose text is gone, the quotes that the values still hold
 * stand for it: forgetting takes those too, so that what was forgotten is not among them.
 */
export async function readQuotedSessions(
  store: PersonaStore,
  persona: Persona,
  field: string,
): Promise<readonly BriefSession[]> {
  const parts = new Map<number, StoredPart | undefined>();
  const messages = new Map<string, BriefMessage & { readonly part: StoredPart }>();
  let spent = 0;
  for (const quote of newestFirst(persona, field)) {
    const { sequence, messageIndex: index } = quote;
    const key = `${sequence} ${index}`;
    if (messages.has(key)) continue;
    if (!parts.has(sequence)) parts.set(sequence, await readPart(store, persona.userId, quote));
    const part = parts.get(sequence);
    const message = part?.messages[index - part.firstMessage];
    if (!part || !message || message.role !== "user") continue;
    const text = message.text || quotesOf(persona, field, quote).join(" … ");
    const cost = estimateTokens(text);
    if (cost > TOKENS_OF_ONE || spent + cost > TOKENS) continue;
    spent += cost;
    messages.set(key, { index, role: message.role, text, sequence, part });
  }
  const inOrder = [...messages.values()].toSorted(
    (one, other) => one.sequence - other.sequence || one.index - other.index,
  );
  return [...Map.groupBy(inOrder, ({ part }) => part.sessionId)].flatMap(([id, group]) => {
    const [first] = group;
    if (!first) return [];
    const { ordinal, startedAt, source } = first.part;
    return [{ id, ordinal, startedAt, source, messages: group.map(({ part: _, ...message }) => message) }];
  });
}

/** The newest quote of every value, then the second newest of every value, and so on. */
function newestFirst(persona: Persona, field: string): readonly Quote[] {
  const ofValues = fieldState(persona, field).values.map(({ quotes }) => quotes.toReversed());
  const most = Math.max(0, ...ofValues.map(({ length }) => length));
  return Array.from({ length: most }, (_, rank) => ofValues.flatMap((quotes) => quotes[rank] ?? [])).flat();
}

/** What the field's values quote from the message of a quote, each once. */
function quotesOf(persona: Persona, field: string, { sessionId, messageIndex }: Quote): readonly string[] {
  const all = fieldState(persona, field).values.flatMap(({ quotes }) => quotes);
  const own = all.filter((other) => other.sessionId === sessionId && other.messageIndex === messageIndex);
  return [...new Set(own.map(({ quote }) => quote))];
}

async function readPart(
  store: PersonaStore,
  userId: string,
  { sequence, sessionId }: Quote,
): Promise<StoredPart | undefined> {
  const [part] = await store.readParts(userId, { after: sequence - 1, limit: 1 });
  return part?.sequence === sequence && part.sessionId === sessionId && !part.closed ? part : undefined;
}
