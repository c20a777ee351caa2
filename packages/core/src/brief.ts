import type { Brief, BriefSession } from "./optimizer.ts";
import type { Pass } from "./pass.ts";
import { type Parked, type Persona, type Watermark, watermarkOf } from "./persona.ts";
import type { Ticket } from "./personalizer.ts";
import { readQuotedSessions } from "./quoted-sessions.ts";
import type { PersonaSchema } from "./schema.ts";
import type { StoredPart } from "./session.ts";
import type { Head, PersonaStore } from "./store.ts";

/** Parts in one brief at most; what does not fit stays pending for the next update. */
export const PARTS_PER_BRIEF = 256;
/** Up to so many pending sessions are no backlog: whoever talks to an assistant once a month is learned from too. */
const BACKLOG_SESSIONS = 20;
/** How far back the last run of a pass is looked for. */
const REVISIONS_SEARCHED = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a pass shall read: what is pending, a range that was parked before, or what the values of one field quote. */
export type Stretch =
  | { readonly kind: "pending" }
  | { readonly kind: "parked"; readonly parked: Parked }
  | { readonly kind: "field"; readonly field: string };

/** What lies between a ticket's two ends, as the store holds it: everything that a commit has to account for. */
export interface Reach {
  readonly through: Watermark;
  /** The words in it. Sessions that are too old to be learned, emptied messages and closed ids have none. */
  readonly sessions: readonly BriefSession[];
  /** How many sessions begin in it. */
  readonly begun: number;
  /** Ranges that become or stay parked with the commit: what the pass does not learn, or the rest of a parked range. */
  readonly park: readonly Parked[];
  readonly parts: readonly StoredPart[];
}

/** A brief, the ticket to commit its proposal with, and what both stand for. */
export interface Prepared {
  readonly brief: Brief;
  readonly ticket: Ticket;
  readonly reach: Reach;
}

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
  const parked = stretch.kind === "parked" ? stretch.parked : undefined;
  const watermark = watermarkOf(persona, pass.name);
  const begin: Omit<Ticket, "through"> = {
    incarnation: head.incarnation,
    pass: pass.name,
    revision: persona.revision,
    watermark: watermark.sequence,
    ...(parked && { parked }),
    ...((await isBacklog(store, pass, head, persona)) && { backlog: true }),
    preparedAt: now.toISOString(),
  };
  const consolidates = stretch.kind === "field" ? stretch.field : undefined;
  const reach =
    consolidates === undefined
      ? await readReach(store, pass, persona, { ...begin, through: Number.MAX_SAFE_INTEGER })
      : await readFieldReach(store, pass, persona, consolidates);
  if (!reach) return null;
  return {
    brief: {
      pass: pass.name,
      now: begin.preparedAt,
      schema,
      persona,
      sessions: byStart(reach.sessions),
      ...(consolidates !== undefined && { consolidates }),
    },
    ticket: { ...begin, through: reach.through.sequence },
    reach,
  };
}

/** What a ticket stands for, read from the store; null when nothing of it is left. */
export async function readReach(
  store: PersonaStore,
  pass: Pass,
  persona: Persona,
  ticket: Ticket,
): Promise<Reach | null> {
  const after = ticket.parked?.after ?? ticket.watermark;
  const parts = await store.readParts(persona.userId, { after, limit: PARTS_PER_BRIEF });
  return reachOf(parts, pass, persona, ticket);
}

/** What the values of a field quote; null when nothing of it is left. No watermark moves for it. */
export async function readFieldReach(
  store: PersonaStore,
  pass: Pass,
  persona: Persona,
  field: string,
): Promise<Reach | null> {
  const sessions = await readQuotedSessions(store, persona, field);
  if (sessions.length === 0) return null;
  return { through: watermarkOf(persona, pass.name), sessions, begun: 0, park: [], parts: [] };
}

/** The same of parts that were read already: what of them the ticket stands for; null when it is nothing. */
export function reachOf(parts: readonly StoredPart[], pass: Pass, persona: Persona, ticket: Ticket): Reach | null {
  const { parked, watermark, through } = ticket;
  const end = Math.min(through, parked?.through ?? through);
  const within = parts.filter(({ sequence }) => sequence <= end);
  const last = within.at(-1);
  if (!last) return null;
  const isOld = (part: StoredPart) => !parked && isTooOld(part, pass, ticket);
  const begun = within.filter(({ number }) => number === 1).length;
  return {
    through: {
      sequence: last.sequence,
      ordinal: within.reduce(
        (highest, { ordinal }) => Math.max(highest, ordinal),
        parked ? 0 : watermarkOf(persona, pass.name).ordinal,
      ),
    },
    sessions: briefSessions(within.filter((part) => !isOld(part))),
    begun,
    park: parked ? restOf(parked, last.sequence, begun) : parkedRuns(pass.name, watermark, within, isOld),
    parts: within,
  };
}

/** More is pending than anybody has said lately; also the rest of such a heap, which lay there when the pass last ran. */
async function isBacklog(store: PersonaStore, pass: Pass, head: Head, persona: Persona): Promise<boolean> {
  const { sequence, ordinal } = watermarkOf(persona, pass.name);
  if (head.sessions - ordinal > BACKLOG_SESSIONS) return true;
  const goesOn = persona.parked.some(
    (range) => range.pass === pass.name && range.reason === "old" && range.through === sequence,
  );
  if (!goesOn) return false;
  const [next] = await store.readParts(persona.userId, { after: sequence, limit: 1 });
  const revisions = await store.readRevisions(persona.userId, { limit: REVISIONS_SEARCHED });
  const last = revisions.find(({ cause }) => cause.kind === "update" && cause.pass === pass.name);
  return next !== undefined && last !== undefined && Date.parse(next.recordedAt) <= Date.parse(last.at);
}

/** Had long before it was recorded, so imported; or had long ago, and part of a backlog. */
function isTooOld(
  { startedAt, recordedAt }: StoredPart,
  { newestDays }: Pass,
  { backlog, preparedAt }: Ticket,
): boolean {
  if (newestDays === undefined) return false;
  const isLongBefore = (later: string) => Date.parse(later) - Date.parse(startedAt) > newestDays * DAY_MS;
  return isLongBefore(preparedAt) && (backlog === true || isLongBefore(recordedAt));
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

/** In the order in which they were had: a history that is brought in may be recorded in any, mostly the newest first. */
function byStart(sessions: readonly BriefSession[]): readonly BriefSession[] {
  return sessions.toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
}

/** Whether anybody said anything: without that, no optimizer is asked. */
export function hasWords({ sessions }: Pick<Reach, "sessions">): boolean {
  return sessions.some(({ messages }) => messages.some(({ role }) => role === "user"));
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
