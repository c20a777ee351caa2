import type { Ceilings } from "./ceiling.ts";
import { failureOf, triesLeft } from "./parked.ts";
import type { Pass } from "./pass.ts";
import { type Parked, watermarkOf } from "./persona.ts";
import type { ParkedStatus, PassStatus, Status } from "./personalizer.ts";
import type { Reading, Standing } from "./reading.ts";
import type { Retention } from "./retention.ts";
import type { Revision } from "./revision.ts";
import type { UpdateRunner } from "./runner.ts";
import type { Situation } from "./schedule.ts";
import { type PersonaSchema, schemaName } from "./schema.ts";
import type { PersonaStore } from "./store.ts";
import type { Triggers } from "./triggers.ts";

/** How far back the last update of a pass is looked for. */
const REVISIONS_SEARCHED = 200;

/** Tells how the user's memory stands, and for each pass why it is due or not. */
export function createStatus(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  passes: readonly Pass[];
  read: Reading;
  triggers: Triggers;
  runner: UpdateRunner;
  ceilings: Pick<Ceilings, "check">;
  retention: () => Retention;
}): (userId: string) => Promise<Status> {
  const { store, schema, passes, read, triggers, runner, ceilings, retention } = parts;

  return async function status(userId) {
    const standing = await read(userId);
    const { head, persona } = standing;
    const revisions = head ? await store.readRevisions(userId, { limit: REVISIONS_SEARCHED }) : [];
    const [newest] = head ? await store.readParts(userId, { after: head.lastSequence - 1, limit: 1 }) : [];
    const values = Object.values(persona.fields).flatMap((state) => state.values);
    const queue = await runner.status?.(userId);
    return {
      userId,
      store: store.name,
      schema: schemaName(schema),
      head,
      retention: retention(),
      paused: persona.paused,
      consents: persona.consents,
      values: values.filter(({ tentative }) => !tentative).length,
      tentative: values.filter(({ tentative }) => tentative).length,
      parked: persona.parked.map((range) => parkedStatus(range, revisions)),
      passes: await Promise.all(passes.map((pass) => passStatus(standing, pass, revisions))),
      ...(queue && { queue }),
      ...(persona.updatedAt && { updatedAt: persona.updatedAt }),
      ...(newest && { recordedAt: newest.recordedAt }),
    };
  };

  function parkedStatus(range: Parked, revisions: readonly Revision[]): ParkedStatus {
    const by = passes.find(({ name }) => name === range.pass)?.by;
    const failure = failureOf(range, revisions);
    return { ...range, ...(by && { by }), ...(failure && { failure }), triesLeft: triesLeft(range, by) };
  }

  async function passStatus(standing: Standing, pass: Pass, revisions: readonly Revision[]): Promise<PassStatus> {
    const { persona } = standing;
    const situation = await triggers.situation(standing, pass, "start");
    // A host that has not run is told as long as enough is pending.
    const asked = pass.by === "host" ? await triggers.situation(standing, pass, "update") : situation;
    const due = !persona.paused && standing.head !== null && (await pass.policy(asked)) === true;
    const limit = pass.by === "model" ? await ceilings.check(persona.userId, pass.ceiling) : undefined;
    const last = revisions.find(({ cause }) => cause.kind === "update" && cause.pass === pass.name);
    const failure = last?.cause.kind === "update" ? last.cause.failure : undefined;
    return {
      pass: pass.name,
      by: pass.by,
      optimizer: pass.optimizer.name,
      watermark: watermarkOf(persona, pass.name),
      pending: situation.pending,
      due,
      reason: limit?.sentence ?? reasonOf(pass, standing, situation, due),
      running: runner.running({ userId: persona.userId, pass: pass.name }) !== undefined,
      ...(last && { last: { at: last.at, revision: last.revision, ...(failure && { failure }) } }),
    };
  }
}

function reasonOf({ by }: Pass, { head, persona }: Standing, { unread, pending }: Situation, due: boolean): string {
  if (!head) return "Nothing is recorded yet.";
  if (persona.paused) return "Learning is paused; `lifelong resume` ends the pause.";
  if (by === "host" && unread) {
    return due
      ? `Due: ${conversations(pending)} for your assistant's model, which is asked at the next conversation; or tell it to run optimize_persona.`
      : `Not due yet: ${conversations(pending)} for your assistant's model. Tell it to run optimize_persona, or name a model with --model.`;
  }
  if (due)
    return `Due: ${conversations(pending)} to be read, at the next record, read or start, or by \`lifelong optimize\`.`;
  if (!unread && pending > 0) return `The last ${conversations(pending)} taught nothing new.`;
  if (!unread) return "Everything that is recorded has been read.";
  return `Not due yet: ${conversations(pending)} pending. \`lifelong optimize\` runs it now.`;
}

function conversations(count: number): string {
  return count === 1 ? "1 conversation" : `${count} conversations`;
}
