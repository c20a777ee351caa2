import type { Stretch } from "./brief.ts";
import { fieldToTidy } from "./consolidation.ts";
import { PersonaError } from "./errors.ts";
import type { EventListener } from "./events.ts";
import { MOST_PARKED_IN_A_ROW, triesLeft } from "./parked.ts";
import type { Pass } from "./pass.ts";
import type { Parked } from "./persona.ts";
import type { UpdateReport } from "./personalizer.ts";
import type { Reading, Standing } from "./reading.ts";
import type { UpdateRunner } from "./runner.ts";
import type { Situation } from "./schedule.ts";
import type { PersonaSchema } from "./schema.ts";
import { createShareRun } from "./shared-run.ts";
import { createSituations, type JustRecorded, type Situations } from "./situation.ts";
import type { PersonaStore } from "./store.ts";
import { stopAfterParking, sumReports } from "./update-report.ts";
import type { Updater } from "./updater.ts";

/** How far back a change is looked for that makes a set worth tidying. */
const REVISIONS_SEARCHED = 200;

/** Asks the policies when something has happened, and runs what is due in the background. */
export interface Triggers {
  /** The passes that are due. */
  due(standing: Standing, occasion: Situation["occasion"], recorded?: JustRecorded): Promise<readonly Pass[]>;
  /** What a policy is told of one pass. */
  readonly situation: Situations["of"];
  /**
   * Runs a pass, over what is pending until its policy is content, or joins its run under way. A signal ends the run
   * when nobody else waits for it.
   */
  run(userId: string, pass: Pass, stretch?: Stretch, signal?: AbortSignal): Promise<UpdateReport>;
  /** The same, with nobody waiting: a failure becomes an event, and the sessions stay pending. The host runs its own pass. */
  runInBackground(userId: string, passes: readonly Pass[]): void;
  /** Resolves when nothing runs in the background. */
  settled(): Promise<void>;
}

export function createTriggers(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  passes: readonly Pass[];
  read: Reading;
  updater: Updater;
  runner: UpdateRunner;
  /** Whether anything runs without somebody waiting for it. */
  background: boolean;
  now: () => Date;
  emit: EventListener;
}): Triggers {
  const { store, schema, passes, read, updater, runner, now, emit } = parts;
  const situations = createSituations({ store, now });
  const underWay = new Set<Promise<void>>();
  const shareRun = createShareRun<UpdateReport>();

  const triggers: Triggers = {
    async due(standing, occasion, recorded) {
      if (!standing.head || standing.persona.paused) return [];
      const asked = await Promise.all(
        passes.map(async (pass) => {
          // Of records, exactly one starts a run; a host can be told as long as it has not run.
          const asked = pass.by === "host" && occasion === "record" ? "update" : occasion;
          return pass.policy(await situations.of(standing, pass, asked, recorded));
        }),
      );
      return passes.filter((_, index) => asked[index]);
    },

    situation: situations.of,

    run(userId, pass, stretch = { kind: "pending" }, signal) {
      const start = (abandoned: AbortSignal) =>
        runner.run({ userId, pass: pass.name }, (closing) => {
          const either = AbortSignal.any([closing, abandoned]);
          return stretch.kind === "parked"
            ? updater.update(userId, pass, stretch, either)
            : runUntilContent(userId, pass, either);
        });
      return shareRun(JSON.stringify([userId, pass.name]), start, signal);
    },

    runInBackground(userId, due) {
      for (const pass of due) {
        if (!parts.background || pass.by === "host") continue;
        const run = runAndLookAgain(userId, pass);
        underWay.add(run);
        void run.finally(() => underWay.delete(run));
      }
    },

    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
  return triggers;

  async function runUntilContent(userId: string, pass: Pass, signal: AbortSignal): Promise<UpdateReport> {
    emit({ type: "update-started", userId, pass: pass.name });
    let parkedInARow = 0;
    for (let total: UpdateReport | undefined; ; ) {
      const before = await read(userId);
      const report = await updater.update(userId, pass, { kind: "pending" }, signal);
      total = total ? sumReports(total, report) : report;
      if (report.outcome === "nothing" && report.revision === before.persona.revision)
        situations.noteRead(before, pass);
      if (report.outcome === "committed") {
        total = await retryParked(userId, pass, before.persona.parked, total, signal);
        total = await tidy(userId, pass, total, signal);
      }
      parkedInARow = report.outcome === "parked" ? parkedInARow + 1 : 0;
      if (report.outcome === "limited") total = { ...total, stopped: true };
      if (parkedInARow === MOST_PARKED_IN_A_ROW) total = stopAfterParking(total);
      const progressed = report.outcome === "committed" || report.outcome === "parked";
      if (!progressed || total.stopped || signal.aborted || !(await wantsMore(userId, pass))) {
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

  async function wantsMore(userId: string, pass: Pass): Promise<boolean> {
    const standing = await read(userId);
    const situation = await situations.of(standing, pass, "update");
    return situation.unread && !standing.persona.paused && pass.policy(situation);
  }

  /** A part recorded while a joined run was ending was not seen by it: so whoever asked for the run looks again. */
  async function runAndLookAgain(userId: string, pass: Pass): Promise<void> {
    try {
      let report: UpdateReport;
      do report = await triggers.run(userId, pass);
      while (!report.stopped && (await wantsMore(userId, pass)));
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return;
      const known = error instanceof Error ? error : new Error(String(error));
      emit({ type: "update-failed", userId, pass: pass.name, error: known });
    }
  }
}
