import type { Stretch } from "./brief.ts";
import { fieldToTidy } from "./consolidation.ts";
import { PersonaError } from "./errors.ts";
import type { EventListener } from "./events.ts";
import { isWanted, MOST_PARKED_IN_A_ROW, triesLeft } from "./parked.ts";
import type { Pass } from "./pass.ts";
import type { Parked } from "./persona.ts";
import type { UpdateReport } from "./personalizer.ts";
import type { Reading } from "./reading.ts";
import type { UpdateWork } from "./runner.ts";
import type { PersonaSchema } from "./schema.ts";
import type { PersonaStore } from "./store.ts";
import type { Triggers } from "./triggers.ts";
import { stopAfterParking, sumReports } from "./update-report.ts";
import type { Updater } from "./updater.ts";

/** How far back a change is looked for that makes a set worth tidying. */
const REVISIONS_SEARCHED = 200;

/**
 * What a task means: a pass runs over what is pending until its policy is content; asked for, also over what is parked.
 * A failure that nobody waits for becomes an event before it goes on to the runner.
 *
 * @param parts.passNamed - throws for a pass that is not configured here
 */
export function createUpdateWork(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  passNamed: (name: string) => Pass;
  triggers: Triggers;
  read: Reading;
  updater: Updater;
  emit: EventListener;
}): UpdateWork {
  const { store, schema, passNamed, triggers, read, updater, emit } = parts;

  return async function work({ userId, pass: name, ifDue, asked }, signal) {
    try {
      const pass = passNamed(name);
      if (ifDue && !(await triggers.wantsMore(userId, pass))) return await updater.nothing(userId, pass);
      const total = await runUntilContent(userId, pass, signal);
      return asked ? await takeUpParked(userId, pass, asked, total, signal) : total;
    } catch (error) {
      if (!asked && !isAbort(error)) emit({ type: "update-failed", userId, pass: name, error: asError(error) });
      throw error;
    }
  };

  async function takeUpParked(
    userId: string,
    pass: Pass,
    asked: { readonly all: boolean; readonly retry: boolean },
    pending: UpdateReport,
    signal: AbortSignal,
  ): Promise<UpdateReport> {
    let total = pending;
    const tried = new Set<number>();
    for (let parkedInARow = 0; ; ) {
      if (total.stopped) return total;
      if (parkedInARow === MOST_PARKED_IN_A_ROW) return stopAfterParking(total);
      const { persona } = await read(userId);
      const parked = persona.parked.find((range) => isWanted(range, pass, asked) && !tried.has(range.after));
      if (!parked) return total;
      tried.add(parked.after);
      const report = await updater.update(userId, pass, { kind: "parked", parked }, signal);
      total = { ...sumReports(total, report), ...(report.outcome === "limited" && { stopped: true }) };
      parkedInARow = report.outcome === "parked" ? parkedInARow + 1 : 0;
    }
  }

  async function runUntilContent(userId: string, pass: Pass, signal: AbortSignal): Promise<UpdateReport> {
    emit({ type: "update-started", userId, pass: pass.name });
    let parkedInARow = 0;
    for (let total: UpdateReport | undefined; ; ) {
      const before = await read(userId);
      const report = await updater.update(userId, pass, { kind: "pending" }, signal);
      total = total ? sumReports(total, report) : report;
      if (report.outcome === "nothing" && report.revision === before.persona.revision) triggers.noteRead(before, pass);
      if (report.outcome === "committed") {
        total = await retryParked(userId, pass, before.persona.parked, total, signal);
        total = await tidy(userId, pass, total, signal);
      }
      parkedInARow = report.outcome === "parked" ? parkedInARow + 1 : 0;
      if (report.outcome === "limited") total = { ...total, stopped: true };
      if (parkedInARow === MOST_PARKED_IN_A_ROW) total = stopAfterParking(total);
      const progressed = report.outcome === "committed" || report.outcome === "parked";
      if (!progressed || total.stopped || signal.aborted || !(await triggers.wantsMore(userId, pass))) {
        emit({ type: "update-finished", userId, pass: pass.name, report: total });
        return total;
      }
    }
  }

  /** Ranges that could not be read earlier get one more call of their own after an update that went well. */
  async function retryParked(
    userId: string,
    pass: Pass,
    parked: readonly Parked[],
    total: UpdateReport,
    signal: AbortSignal,
  ): Promise<UpdateReport> {
    const again = parked.filter((range) => range.pass === pass.name && triesLeft(range, pass.by) > 0);
    let all = total;
    let parkedInARow = 0;
    for (const range of again) {
      const report = await afterwards(userId, pass, { kind: "parked", parked: range }, signal);
      if (!report) break;
      all = sumReports(all, report);
      parkedInARow = report.outcome === "parked" ? parkedInARow + 1 : 0;
      if (report.outcome === "limited" || parkedInARow === MOST_PARKED_IN_A_ROW) break;
    }
    return all;
  }

  /** One field at most, in one call of its own. */
  async function tidy(userId: string, pass: Pass, total: UpdateReport, signal: AbortSignal): Promise<UpdateReport> {
    if (pass.by !== "model" || pass.consolidateEvery === undefined || signal.aborted) return total;
    const { persona } = await read(userId);
    const history = await store.readRevisions(userId, { limit: REVISIONS_SEARCHED });
    const { refusals } = total;
    const field = fieldToTidy({ persona, schema, refusals, history, every: pass.consolidateEvery });
    if (field === undefined) return total;
    const tidied = await afterwards(userId, pass, { kind: "field", field }, signal);
    return tidied?.outcome === "committed" ? sumReports(total, tidied) : total;
  }

  /** An update after one that went well: when no model answers it, what was learned before is told all the same. */
  async function afterwards(
    userId: string,
    pass: Pass,
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<UpdateReport | undefined> {
    try {
      return await updater.update(userId, pass, stretch, signal);
    } catch (error) {
      if (!PersonaError.isInstance(error) || !error.code.startsWith("MODEL_")) throw error;
      emit({ type: "update-failed", userId, pass: pass.name, error });
      return undefined;
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
