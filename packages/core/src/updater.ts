import { applyChange } from "./apply.ts";
import {
  hasWords,
  type Prepared,
  prepareBrief,
  type Reach,
  reachOf,
  readFieldReach,
  readReach,
  type Stretch,
} from "./brief.ts";
import type { Ceilings } from "./ceiling.ts";
import type { createCommitter, Draft } from "./committer.ts";
import { PersonaError } from "./errors.ts";
import { review } from "./gate.ts";
import type { Proposal } from "./operation.ts";
import type { ProposeOptions } from "./optimizer.ts";
import type { Pass } from "./pass.ts";
import { type Parked, type Persona, sameDocument, watermarkOf } from "./persona.ts";
import type { ProposalReader, Ticket, UpdateReport } from "./personalizer.ts";
import { assertOwnFormat, type Reading, type Standing } from "./reading.ts";
import type { Cause, Change, Refusal } from "./revision.ts";
import type { PersonaSchema } from "./schema.ts";
import type { Head, PersonaStore } from "./store.ts";
import type { Usage } from "./usage.ts";

/** Sessions after an unmoved watermark at which even an update that changed nothing is committed. */
const HEARTBEAT_SESSIONS = 20;

/** A proposal on its way into the persona. */
interface Conclusion {
  readonly userId: string;
  readonly pass: Pass;
  readonly ticket: Ticket;
  readonly proposal: Proposal;
  /** Whether the optimizer was asked: a brief without words is concluded without it. */
  readonly asked: boolean;
  /** Path of the field that is tidied; absent: it learns what is new. */
  readonly consolidates?: string;
  /** What the ticket stands for, valid while the persona has the ticket's revision: forgetting makes a new one. */
  readonly reach?: Reach;
}

export interface Updater {
  /** The report of a pass that has nothing to do. */
  nothing(userId: string, pass: Pass): Promise<UpdateReport>;
  /** Runs a pass once over one stretch of parts. */
  update(userId: string, pass: Pass, stretch: Stretch, signal?: AbortSignal): Promise<UpdateReport>;
  /** A brief of what is pending or parked; null when there is nothing to read. Parts without words are passed over. */
  prepare(userId: string, pass: Pass, stretch: Stretch): Promise<Prepared | null>;
  /** Concludes a brief that was prepared here or elsewhere; null when its ticket no longer holds. */
  conclude(
    userId: string,
    pass: Pass,
    ticket: Ticket,
    proposal: Proposal | ProposalReader,
  ): Promise<UpdateReport | null>;
}

/** Updates: brief, proposal, gate, commit. Nothing is locked while an optimizer thinks. */
export function createUpdater(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  read: Reading;
  commit: ReturnType<typeof createCommitter>;
  ceilings: Ceilings;
  now: () => Date;
}): Updater {
  const { store, schema, read, commit, ceilings, now } = parts;

  return {
    nothing: async (userId, pass) => report("nothing", pass, await read(userId)),

    async update(userId, pass, stretch, signal) {
      const standing = await read(userId);
      if (standing.persona.paused) return report("paused", pass, standing);
      const prepared = await prepareFrom(standing, pass, stretch);
      if (!prepared) return report("nothing", pass, standing);
      const asked = hasWords(prepared.reach);
      const step = { userId, pass, ...prepared, asked, consolidates: prepared.brief.consolidates };
      const admission = asked && pass.by === "model" ? await ceilings.admit(userId, pass.ceiling) : undefined;
      if (admission?.limit !== undefined) {
        const { sentence, until } = admission.limit;
        return report("limited", pass, standing, { reason: sentence, until: until.toISOString() });
      }
      let spent: Usage | undefined;
      try {
        const { mayAskAgain } = admission ?? {};
        const proposal = asked ? await ask(step, { signal, mayAskAgain }) : { operations: [] };
        spent = proposal.usage;
        return (await conclude({ ...step, proposal })) ?? report("nothing", pass, await read(userId));
      } catch (error) {
        if (PersonaError.isInstance(error)) spent ??= error.spent;
        throw error;
      } finally {
        await admission?.end(spent);
      }
    },

    async prepare(userId, pass, stretch) {
      for (;;) {
        const standing = await read(userId);
        const prepared = standing.persona.paused ? null : await prepareFrom(standing, pass, stretch);
        if (!prepared || hasWords(prepared.reach)) return prepared;
        const passedOver = await conclude({ userId, pass, ...prepared, proposal: { operations: [] }, asked: false });
        if (passedOver?.outcome !== "committed") return null;
      }
    },

    async conclude(userId, pass, ticket, proposal) {
      return conclude({ userId, pass, ticket, proposal, asked: true });
    },
  };

  async function prepareFrom({ head, persona }: Standing, pass: Pass, stretch: Stretch): Promise<Prepared | null> {
    if (!head) return null;
    assertOwnFormat(persona);
    return prepareBrief({ store, schema, pass, head, persona, now: now(), stretch });
  }

  /** Every call of a model leaves a revision, failed ones too: what it cost is read from the history. */
  async function ask(step: Omit<Conclusion, "proposal"> & Prepared, options: ProposeOptions): Promise<Proposal> {
    const { pass, brief } = step;
    options.signal?.throwIfAborted();
    let spent: Usage | undefined;
    try {
      const proposal = await pass.optimizer.propose(brief, options);
      spent = proposal.usage;
      // An answer that came as nobody waited for it any more is paid for, and changes nothing.
      options.signal?.throwIfAborted();
      return proposal;
    } catch (error) {
      if (pass.leavesRevision) await recordFailure(step, error, spent);
      throw error;
    }
  }

  async function recordFailure(
    { userId, pass, consolidates }: Omit<Conclusion, "proposal">,
    error: unknown,
    spent: Usage | undefined,
  ): Promise<void> {
    const failure = PersonaError.isInstance(error) ? error.message : "The optimizer did not finish.";
    const usage = PersonaError.isInstance(error) ? error.spent : spent;
    for (;;) {
      const standing = await read(userId);
      if (!standing.head) return;
      const cause: Cause = {
        kind: "update",
        pass: pass.name,
        optimizer: pass.optimizer.name,
        failure,
        ...(usage && { usage }),
        ...(consolidates !== undefined && { consolidates }),
      };
      if ((await commit(standing, { cause, changes: [], refusals: [] })) !== "conflict") return;
    }
  }

  async function conclude(
    given: Omit<Conclusion, "proposal"> & { readonly proposal: Proposal | ProposalReader },
  ): Promise<UpdateReport | null> {
    const { userId, pass, ticket, consolidates } = given;
    for (;;) {
      const standing = await read(userId);
      const { head, persona } = standing;
      if (!head || !stillHolds(given, head, persona)) return null;
      if (persona.paused) return report("paused", pass, standing);
      const unchanged = ticket.revision === persona.revision;
      const limit = typeof given.proposal === "function" ? undefined : given.proposal.through;
      const taken = { ...ticket, through: Math.min(ticket.through, limit ?? ticket.through) };
      const reach = await reachAgain(given, persona, taken);
      if (!reach) return null;
      const { sessions } = reach;
      const proposal = typeof given.proposal === "function" ? given.proposal({ schema, sessions }) : given.proposal;
      const step = { ...given, proposal };
      const reviewed = proposal.unreadable
        ? { changes: [], refusals: [] }
        : review(proposal, { persona, schema, sessions, revision: persona.revision + 1, consolidates });
      if (!isWorthRevision(step, reach, standing, reviewed)) {
        return report("nothing", pass, standing, { sessions: reach.begun });
      }
      // What was forgotten while the optimizer thought is refused, and must not stay behind in the refusal.
      const refusals = unchanged ? reviewed.refusals : reviewed.refusals.map(withoutText);

      const draft = draftOf(step, reach, persona, { changes: reviewed.changes, refusals });
      const committed = await commit(standing, draft);
      if (committed === "conflict") continue;
      if (committed === "too-large") {
        const refused = draft.changes.flatMap(refuseForSize);
        const lighter = await commit(standing, { ...draft, changes: [], refusals: [...draft.refusals, ...refused] });
        if (typeof lighter === "string") continue;
        return reportOf(step, reach, { ...standing, persona: lighter.persona }, [], [...draft.refusals, ...refused]);
      }
      return reportOf(step, reach, { ...standing, persona: committed.persona }, draft.changes, draft.refusals);
    }
  }

  /** What the ticket stands for, against the persona as it is now. */
  async function reachAgain(
    { pass, reach, consolidates }: Pick<Conclusion, "pass" | "reach" | "consolidates">,
    persona: Persona,
    taken: Ticket,
  ): Promise<Reach | null> {
    const known = taken.revision === persona.revision ? reach : undefined;
    if (consolidates !== undefined) return known ?? readFieldReach(store, pass, persona, consolidates);
    return known ? reachOf(known.parts, pass, persona, taken) : readReach(store, pass, persona, taken);
  }

  function reportOf(
    { pass, proposal, consolidates }: Conclusion,
    { begun }: Reach,
    standing: Standing,
    changes: readonly Change[],
    refusals: readonly Refusal[],
  ): UpdateReport {
    const { model, prompt, usage } = proposal;
    const isParked = proposal.unreadable !== undefined && consolidates === undefined;
    return report(isParked ? "parked" : "committed", pass, standing, {
      ...(isParked && { reason: proposal.unreadable }),
      sessions: begun,
      changes,
      refusals,
      ...(model && { model }),
      ...(prompt && { prompt }),
      ...(usage && { usage }),
    });
  }
}

/** Whether nobody has been first: the same life, the same watermark, the same parked range. */
function stillHolds(
  { ticket, consolidates }: Pick<Conclusion, "ticket" | "consolidates">,
  head: Head,
  persona: Persona,
): boolean {
  if (ticket.incarnation !== head.incarnation) return false;
  if (consolidates !== undefined) return true;
  const { parked } = ticket;
  return parked
    ? persona.parked.some((other) => sameDocument(other, parked))
    : watermarkOf(persona, ticket.pass).sequence === ticket.watermark;
}

function isWorthRevision(
  { pass, ticket, proposal, asked }: Conclusion,
  { through, park }: Reach,
  { head, persona }: Standing,
  { changes, refusals }: { changes: readonly Change[]; refusals: readonly Refusal[] },
): boolean {
  const behind = through.ordinal - watermarkOf(persona, pass.name).ordinal;
  const moreFollows = (head?.lastSequence ?? 0) > through.sequence;
  return (
    changes.length > 0 ||
    refusals.length > 0 ||
    park.length > 0 ||
    proposal.unreadable !== undefined ||
    ticket.parked !== undefined ||
    (asked && pass.leavesRevision) ||
    behind >= HEARTBEAT_SESSIONS ||
    moreFollows
  );
}

function draftOf(
  { pass, ticket, proposal, consolidates }: Conclusion,
  { through, begun, park }: Reach,
  persona: Persona,
  { changes, refusals }: { changes: readonly Change[]; refusals: readonly Refusal[] },
): Draft {
  const { model, prompt, usage, unreadable } = proposal;
  const replaced = countReplaced(persona, changes);
  const failed: Parked = {
    pass: pass.name,
    after: ticket.parked?.after ?? ticket.watermark,
    through: through.sequence,
    sessions: begun,
    reason: "unreadable",
    attempts: (ticket.parked?.reason === "unreadable" ? ticket.parked.attempts : 0) + 1,
  };
  const others = persona.parked.filter((other) => !sameDocument(other, ticket.parked));
  const isParked = unreadable !== undefined && consolidates === undefined;
  const parked = [...others, ...park, ...(isParked ? [failed] : [])];
  return {
    cause: {
      kind: "update",
      pass: pass.name,
      optimizer: pass.optimizer.name,
      ...(model && { model }),
      ...(prompt && { prompt }),
      ...(usage && { usage }),
      ...(unreadable && { failure: unreadable }),
      ...(replaced > 0 && { replaced }),
      ...(consolidates !== undefined && { consolidates }),
    },
    changes,
    refusals,
    ...(ticket.parked || consolidates !== undefined ? {} : { watermark: { pass: pass.name, ...through } }),
    ...(sameDocument(parked, persona.parked) ? {} : { parked }),
  };
}

/** Confirmed values that the changes put away. */
function countReplaced(persona: Persona, changes: readonly Change[]): number {
  const after = changes.reduce((present, change) => applyChange(present, change, ""), persona);
  const confirmed = ({ fields }: Persona) =>
    Object.values(fields).flatMap(({ values }) => values.flatMap(({ id, tentative }) => (tentative ? [] : [id])));
  const left = new Set(confirmed(after));
  return confirmed(persona).filter((id) => !left.has(id)).length;
}

function withoutText({ content: _, evidence: __, ...kept }: Refusal): Refusal {
  return kept;
}

function refuseForSize(change: Change): readonly Refusal[] {
  if (change.kind !== "set" && change.kind !== "add") return [];
  const { kind, field, value, evidence } = change;
  const sentence = "The persona has reached its largest size. Forget something, and tell it again.";
  return [{ code: "full", sentence, kind, field, count: 1, content: value.content, evidence }];
}

function report(
  outcome: UpdateReport["outcome"],
  pass: Pass,
  { head, persona }: Standing,
  found: Partial<UpdateReport> = {},
): UpdateReport {
  return {
    outcome,
    revision: persona.revision,
    pass: pass.name,
    by: pass.by,
    optimizer: pass.optimizer.name,
    sessions: 0,
    changes: [],
    refusals: [],
    pending: Math.max(0, (head?.sessions ?? 0) - watermarkOf(persona, pass.name).ordinal),
    ...found,
  };
}
