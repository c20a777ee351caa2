import pLimit from "p-limit";
import { type Ceiling, createCeilings } from "./ceiling.ts";
import { createCommitter } from "./committer.ts";
import { costOf } from "./cost.ts";
import { defaultSchema } from "./default-schema.ts";
import { createEditor } from "./editor.ts";
import { PersonaError } from "./errors.ts";
import type { EventListener, PersonaEvent } from "./events.ts";
import { explain } from "./explanation.ts";
import { createForgetter } from "./forgetter.ts";
import { assertWithin, personaAt, readHistory } from "./history.ts";
import { createLedger } from "./ledger.ts";
import { isWanted } from "./parked.ts";
import { DEEP, INSTANT, type Pass } from "./pass.ts";
import { isCorrupt } from "./pause.ts";
import { PERSONA_FORMAT, type Persona, watermarkOf } from "./persona.ts";
import type { Personalizer, RunReport, UpdateReport } from "./personalizer.ts";
import { createPruner } from "./pruner.ts";
import { createReading, type Standing } from "./reading.ts";
import { createRecorder } from "./recorder.ts";
import { type Rendered, render } from "./render.ts";
import type { Retention } from "./retention.ts";
import { inProcessRunner, type UpdateRunner, type UpdateTask } from "./runner.ts";
import type { PersonaSchema } from "./schema.ts";
import type { JustRecorded } from "./situation.ts";
import { createStatus } from "./status.ts";
import type { Head, PersonaStore } from "./store.ts";
import { readAllParts, sessionsOf } from "./stored-session.ts";
import { createTriggers } from "./triggers.ts";
import { toldBy } from "./update-report.ts";
import { createUpdateWork } from "./update-work.ts";
import { createUpdater } from "./updater.ts";

/** How long a read waits for an instant pass that runs in this process, and how long closing waits for one. */
const READ_WAIT_MS = 250;
const CLOSE_GRACE_MS = 1_000;
const PAGE = 100;
/** Users whom `runDue` looks after at once. */
const DUE_AT_ONCE = 8;
const TICKET_LIFE_MS = 2 * 24 * 60 * 60 * 1000;

export interface PersonalizerOptions {
  readonly store: PersonaStore;
  /** `defaultSchema` by default. */
  readonly schema?: PersonaSchema;
  /** In the order in which `optimize` runs them. None: nothing is learned. */
  readonly passes?: readonly Pass[];
  /**
   * When and where updates run: `inProcessRunner()` by default, `manualRunner()` in a program that ends with its answer,
   * or one that many workers share. It is closed with the personalizer.
   */
  readonly runner?: UpdateRunner;
  /** The most that models may cost for all users together. Those of one user are limited by the pass. */
  readonly ceiling?: Ceiling;
  /**
   * What is kept, or what is made of what the store declares. Absent: what the store declares, which is everything unless
   * it says otherwise. `{}` keeps everything.
   */
  readonly retention?: Retention | ((declared: Retention) => Retention);
  /** The clock. */
  readonly now?: () => Date;
  readonly onEvent?: EventListener;
}

/** The library: a personalizer over a store. */
export function createPersonalizer(options: PersonalizerOptions): Personalizer {
  const { store, schema = defaultSchema, passes = [], runner = inProcessRunner(), now = () => new Date() } = options;
  const read = createReading(store);
  const commit = createCommitter({ store, schema, now });
  const ledger = createLedger({ store, now });
  const ceilings = createCeilings({ ledger, ofAll: options.ceiling, shared: runner.spending, now });
  const updater = createUpdater({ store, schema, read, commit, ceilings, now });
  const forget = createForgetter({ store, schema, read, now });
  const record = createRecorder({ store, read, forget, now });
  const edit = createEditor({ store, schema, read, commit, now });
  const triggers = createTriggers({ store, passes, read, runner, now, emit });
  runner.serve(createUpdateWork({ store, schema, passNamed, triggers, read, updater, emit }));
  const pruner = createPruner({ store, schema, passes, retention: options.retention, read, now, emit });
  const status = createStatus({ store, schema, passes, read, triggers, runner, ceilings, retention: pruner.retention });
  const counting = passes.find(({ name }) => name === DEEP)?.name ?? passes[0]?.name ?? DEEP;
  const rendered = new WeakMap<
    Persona,
    { readonly budgetTokens?: number; readonly at: number; readonly result: Rendered }
  >();

  return {
    passes: passes.map(({ name, by }) => ({ name, by })),

    schema,

    async getPersona(userId, { budgetTokens, query } = {}) {
      await atMost(READ_WAIT_MS, runner.running({ userId, pass: INSTANT }));
      const standing = await read(userId);
      const result =
        query === undefined
          ? renderOnce(standing.persona, budgetTokens)
          : render(standing.persona, schema, { now: now(), budgetTokens, query });
      // An answer does not wait for the policies, nor for what they find due.
      setImmediate(() => void ask(userId, standing, "read"));
      return { ...result, revision: standing.persona.revision, pending: pendingOf(standing) };
    },

    async recordSession(userId, session) {
      const { ordinal, begun, sequences, head, ...stored } = await record(userId, session);
      const { pending, due } = await lookAfterRecord(userId, { sequences, ...(begun && { begun: ordinal }) }, head);
      const recorded = { ...stored, begun, pending, due: due.map(({ name }) => name) };
      emit({ type: "session-recorded", userId, recorded });
      triggers.request(userId, due);
      return recorded;
    },

    async optimize(userId, { pass, all = false, retry = false, signal } = {}) {
      const chosen = pass === undefined ? passes.filter(({ by }) => by !== "host") : [passNamed(pass)];
      const reports: UpdateReport[] = [];
      for (const each of chosen) reports.push(await optimizeBy(userId, each, { all, retry, signal }));
      const last = reports.at(-1);
      // What was set aside is read after the update whose end is told.
      pruner.lookLater(userId);
      if (last) return { ...last, passes: reports };
      throw new PersonaError(
        "CONFIGURATION",
        "No pass is configured, so there is nothing to run. Give createPersonalizer a pass.",
      );
    },

    async prepare(userId, { pass = counting, all = false, retry = false } = {}) {
      const chosen = passNamed(pass);
      const prepared =
        (await updater.prepare(userId, chosen, { kind: "pending" })) ??
        (await prepareParked(userId, chosen, { all, retry }));
      return prepared && { brief: prepared.brief, ticket: prepared.ticket };
    },

    async commit(userId, { ticket, proposal }) {
      const expired = now().getTime() - Date.parse(ticket.preparedAt) > TICKET_LIFE_MS;
      const report = expired ? null : await updater.conclude(userId, passNamed(ticket.pass), ticket, proposal);
      if (report) pruner.lookLater(userId);
      if (report) return report;
      throw new PersonaError(
        "INVALID_INPUT",
        expired
          ? "This ticket has expired: it was made more than two days ago. Prepare again."
          : "This ticket no longer holds: what it stands for was learned or erased meanwhile. Prepare again.",
      );
    },

    async edit(userId, commands) {
      const edited = await edit(userId, commands);
      return { ...edited, sessions: 0, refusals: [], pending: pendingOf(await read(userId)) };
    },

    async forget(userId, what) {
      const receipt = await forget(userId, what);
      if (what.kind === "everything") {
        await runner.forgetUser?.(
          userId,
          passes.map(({ name }) => name),
        );
      }
      return receipt;
    },

    async history(userId, { before, limit = PAGE } = {}) {
      return store.readRevisions(userId, { before, limit });
    },

    async show(userId, { revision } = {}) {
      if (revision === undefined) return (await read(userId)).persona;
      const history = await readHistory(store, userId);
      assertWithin(history, revision);
      return personaAt(history, revision);
    },

    async why(userId, field) {
      const { persona } = await read(userId);
      return explain(field, persona, schema, await readHistory(store, userId));
    },

    status,

    async cost(userId) {
      const { persona } = await read(userId);
      const { tokens: personaTokens } = renderOnce(persona, undefined);
      const { revisions } = await readHistory(store, userId);
      const parts = await readAllParts(store, userId);
      const ceiling = passes.find(({ by }) => by === "model")?.ceiling;
      return costOf({ revisions, parts, personaTokens, ceiling, now: now() });
    },

    async exportUser(userId) {
      const { persona } = await read(userId);
      const { base, revisions } = await readHistory(store, userId);
      const sessions = sessionsOf(await readAllParts(store, userId));
      return { format: PERSONA_FORMAT, exportedAt: now().toISOString(), persona, base, revisions, sessions };
    },

    async sessions(userId, { after = 0, limit = PAGE } = {}) {
      const parts = await readAllParts(store, userId);
      return sessionsOf(parts.filter(({ ordinal }) => ordinal > after)).slice(0, limit);
    },

    start: (userId) => ask(userId, read(userId), "start"),

    runDue,

    async close() {
      await runner.close({ pass: INSTANT, graceMs: CLOSE_GRACE_MS });
      await pruner.settled();
      await store.close?.();
    },
  };

  function passNamed(name: string): Pass {
    const pass = passes.find((other) => other.name === name);
    if (pass) return pass;
    const known = passes.map((other) => other.name).join(", ") || "none";
    throw new PersonaError("INVALID_INPUT", `There is no pass with that name. Configured: ${known}.`);
  }

  function pendingOf({ head, persona }: Standing): number {
    return Math.max(0, (head?.sessions ?? 0) - watermarkOf(persona, counting).ordinal);
  }

  /** The same persona gives the same text until something in it expires; a clock that was set back asks anew. */
  function renderOnce(persona: Persona, budgetTokens: number | undefined): Rendered {
    const at = now();
    const known = rendered.get(persona);
    const expires =
      known?.result.validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(known.result.validUntil);
    if (known?.budgetTokens === budgetTokens && known && known.at <= at.getTime() && at.getTime() < expires)
      return known.result;
    const result = render(persona, schema, { now: at, budgetTokens });
    rendered.set(persona, { budgetTokens, at: at.getTime(), result });
    return result;
  }

  /** What a record leaves to learn. A damaged persona teaches nobody until it is repaired: what was stored stays stored. */
  async function lookAfterRecord(
    userId: string,
    recorded: JustRecorded,
    seen: Head | undefined,
  ): Promise<{ readonly pending: number; readonly due: readonly Pass[] }> {
    try {
      const standing = await read(userId, seen);
      const changed = recorded.sequences.length > 0;
      return { pending: pendingOf(standing), due: changed ? await triggers.due(standing, "record", recorded) : [] };
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      emit({ type: "update-failed", userId, pass: counting, error });
      return { pending: (await store.readHead(userId))?.sessions ?? 0, due: [] };
    }
  }

  /** Asks the policies without keeping anybody waiting; a store that fails now fails the next call too, and says so there. */
  async function ask(
    userId: string,
    standing: Standing | Promise<Standing>,
    occasion: "start" | "read",
  ): Promise<void> {
    try {
      triggers.request(userId, await triggers.due(await standing, occasion));
    } catch (error) {
      const known = error instanceof Error ? error : new Error(String(error));
      emit({ type: "update-failed", userId, pass: counting, error: known });
    }
  }

  async function optimizeBy(
    userId: string,
    pass: Pass,
    { all, retry, signal }: { all: boolean; retry: boolean; signal?: AbortSignal },
  ): Promise<UpdateReport> {
    if (pass.by === "host") {
      throw new PersonaError(
        "CONFIGURATION",
        "The host's model does this pass: prepare a brief for it, and commit its proposal.",
      );
    }
    return run({ userId, pass: pass.name, by: pass.by, asked: { all, retry } }, signal);
  }

  async function run(task: UpdateTask, signal: AbortSignal | undefined): Promise<UpdateReport> {
    const { userId, pass } = task;
    const before = (await store.readHead(userId))?.revision ?? 0;
    const { changes, refusals, ...report } = await runner.run(task, signal);
    if (changes && refusals) return { ...report, changes, refusals };
    const limit = Math.max(0, report.revision - before);
    const revisions = limit === 0 ? [] : await store.readRevisions(userId, { before: report.revision + 1, limit });
    return { ...report, ...toldBy(revisions, pass) };
  }

  async function prepareParked(userId: string, pass: Pass, options: { all: boolean; retry: boolean }) {
    const { persona } = await read(userId);
    const parked = persona.parked.find((range) => isWanted(range, pass, options));
    return parked ? updater.prepare(userId, pass, { kind: "parked", parked }) : null;
  }

  async function runDue({
    limit = Number.POSITIVE_INFINITY,
    signal,
  }: {
    limit?: number;
    signal?: AbortSignal;
  } = {}): Promise<RunReport> {
    const updates: (UpdateReport & { userId: string })[] = [];
    const failures: { userId: string; pass: string; message: string }[] = [];
    let users = 0;
    const atOnce = pLimit(DUE_AT_ONCE);

    async function runDueOf(userId: string): Promise<void> {
      if (signal?.aborted) return;
      for (const { name: pass, by } of await triggers.due(await read(userId), "start")) {
        if (by === "host") continue;
        try {
          updates.push({ userId, ...(await run({ userId, pass, by }, signal)) });
        } catch (error) {
          const message = PersonaError.isInstance(error) ? error.message : "The update did not finish.";
          failures.push({ userId, pass, message });
        }
      }
      await pruner.look(userId);
    }

    for (let cursor: string | undefined; ; ) {
      const page = await store.listUsers({ cursor, limit: PAGE, pending: true });
      const chosen = page.users.slice(0, limit - users);
      users += chosen.length;
      await Promise.all(chosen.map((userId) => atOnce(runDueOf, userId)));
      if (page.cursor === undefined || users >= limit || signal?.aborted) return { users, updates, failures };
      cursor = page.cursor;
    }
  }

  function emit(event: PersonaEvent): void {
    if (event.type === "update-finished") pruner.lookLater(event.userId);
    try {
      options.onEvent?.(event);
    } catch (error) {
      process.emitWarning(`An event listener of Lifelong threw: ${String(error)}`);
    }
  }
}

/** Waits for something, but not longer than that, and not for how it ends. */
async function atMost(milliseconds: number, running: Promise<unknown> | undefined): Promise<void> {
  if (!running) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([running.then(noop, noop), patience]);
  clearTimeout(timer);
}

function noop(): void {}
