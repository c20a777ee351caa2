import type { Brief, BriefSession } from "./optimizer.ts";
import type { Pass } from "./pass.ts";
import { type Parked, type Persona, type Watermark, watermarkOf } from "./persona.ts";
import type { Ticket } from "./personalizer.ts";
import type { PersonaSchema } from "./schema.ts";
import type { StoredPart } from "./session.ts";
import type { Head, PersonaStore } from "./store.ts";

/** Parts in one brief at most; what does not fit stays pending for the next update. */
const PARTS_PER_BRIEF = 64;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A brief, and what must be known to commit its proposal. */
export interface Prepared {
  readonly brief: Brief;
  readonly ticket: Ticket;
}

/** A range of parts that a pass shall read: what is pending, or a range that was parked before. */
export type Stretch = { readonly kind: "pending" } | { readonly kind: "parked"; readonly parked: Parked };

/** Reads what a pass shall learn from; null when there is nothing. */
export async function prepareBrief(options: {
  store: PersonaStore;
  schema: PersonaSchema;
  pass: Pass;
  head: Head;
  persona: Persona;
  now: Date;
  stretch: Stretch;
}): Promise<Prepared | null> {
  const { store, schema, pass, head, persona, now, stretch } = options;
  const watermark = watermarkOf(persona, pass.name);
  const parked = stretch.kind === "parked" ? stretch.parked : undefined;
  const after = parked?.after ?? watermark.sequence;
  const parts = (await store.readParts(persona.userId, { after, limit: PARTS_PER_BRIEF })).filter(
    ({ sequence }) => parked === undefined || sequence <= parked.through,
  );
  const last = parts.at(-1);
  if (!last) return null;

  const oldest = pass.newestDays === undefined ? undefined : now.getTime() - pass.newestDays * DAY_MS;
  const isOld = ({ startedAt }: StoredPart) => !parked && oldest !== undefined && Date.parse(startedAt) < oldest;
  const through: Watermark = {
    sequence: last.sequence,
    ordinal: parts.reduce((highest, { ordinal }) => Math.max(highest, ordinal), parked ? 0 : watermark.ordinal),
  };
  return {
    brief: {
      pass: pass.name,
      now: now.toISOString(),
      schema,
      persona,
      sessions: briefSessions(parts.filter((part) => !isOld(part))),
    },
    ticket: {
      incarnation: head.incarnation,
      pass: pass.name,
      revision: persona.revision,
      watermark,
      through,
      ...(parked && { parked }),
      park: parked ? restOf(parked, last.sequence, begun(parts)) : parkedRuns(pass.name, after, parts, isOld),
      sessions: begun(parts),
    },
  };
}

/** The messages that a ticket's brief held, as they are stored now. */
export async function readBriefAgain(
  store: PersonaStore,
  userId: string,
  ticket: Ticket,
): Promise<readonly BriefSession[]> {
  const after = ticket.parked?.after ?? ticket.watermark.sequence;
  const parts = await store.readParts(userId, { after, limit: PARTS_PER_BRIEF });
  return briefSessions(parts.filter(({ sequence }) => sequence <= ticket.through.sequence));
}

/** Parts put together into sessions; emptied messages and closed ids have nothing to say. */
function briefSessions(parts: readonly StoredPart[]): readonly BriefSession[] {
  const sessions = Map.groupBy(
    parts.filter(({ closed }) => !closed),
    ({ sessionId }) => sessionId,
  );
  return [...sessions].flatMap(([id, group]) => {
    const messages = group.flatMap(({ messages: own, firstMessage, sequence }) =>
      own.flatMap(({ role, text }, offset) =>
        text === "" ? [] : [{ index: firstMessage + offset, role, text, sequence }],
      ),
    );
    const [first] = group;
    return first && messages.length > 0
      ? [{ id, ordinal: first.ordinal, startedAt: first.startedAt, source: first.source, messages }]
      : [];
  });
}

/** Whether anybody said anything: without that, no optimizer is asked. */
export function hasWords({ sessions }: Brief): boolean {
  return sessions.some(({ messages }) => messages.some(({ role }) => role === "user"));
}

function begun(parts: readonly StoredPart[]): number {
  return parts.filter(({ number }) => number === 1).length;
}

function restOf(parked: Parked, through: number, sessions: number): readonly Parked[] {
  return through < parked.through
    ? [{ ...parked, after: through, sessions: Math.max(0, parked.sessions - sessions) }]
    : [];
}

/** Neighbouring old parts become one parked range. */
function parkedRuns(
  pass: string,
  after: number,
  parts: readonly StoredPart[],
  isOld: (part: StoredPart) => boolean,
): readonly Parked[] {
  const runs: Parked[] = [];
  let previous = after;
  let runOpen = false;
  for (const part of parts) {
    const begins = part.number === 1 ? 1 : 0;
    if (isOld(part)) {
      const run = runOpen ? runs.pop() : undefined;
      runs.push({
        pass,
        after: run?.after ?? previous,
        through: part.sequence,
        sessions: (run?.sessions ?? 0) + begins,
        reason: "old",
        attempts: 0,
      });
    }
    runOpen = isOld(part);
    previous = part.sequence;
  }
  return runs;
}
