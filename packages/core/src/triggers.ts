import QuickLRU from "quick-lru";
import type { Stretch } from "./brief.ts";
import { fieldToTidy } from "./consolidation.ts";
import { PersonaError } from "./errors.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import type { EventListener } from "./events.ts";
import type { Pass } from "./pass.ts";
import { type Parked, watermarkOf } from "./persona.ts";
import type { UpdateReport } from "./personalizer.ts";
import type { Reading, Standing } from "./reading.ts";
import type { UpdateRunner } from "./runner.ts";
import type { PastUpdate, Situation } from "./schedule.ts";
import type { PersonaSchema } from "./schema.ts";
import { createShareRun } from "./shared-run.ts";
import type { PersonaStore } from "./store.ts";
import { sumReports } from "./update-report.ts";
import type { Updater } from "./updater.ts";

/** How often a range that could not be read is tried, in all. */
const ATTEMPTS = 3;
const REMEMBERED = 10_000;
/** How much a policy that asks may learn of: parts pending, updates gone by, and how far back those are looked for. */
const PARTS_ESTIMATED = 256;
const PAST_UPDATES = 32;
const REVISIONS_SEARCHED = 200;

/** Asks the policies when something has happened, and runs what is due in the background. */
export interface Triggers {
  /** The passes that are due. */
  due(standing: Standing, occasion: Situation["occasion"], begun?: number): Promise<readonly Pass[]>;
  /** What a policy is told of one pass. */
  situation(standing: Standing, pass: Pass, occasion: Situation["occasion"], begun?: number): Promise<Situation>;
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
  /** Parts that an update read without committing: they stay behind the watermark, and need not be read again here. */
  const readThrough = new QuickLRU<string, number>({ maxSize: REMEMBERED });
  /** When the first part after a watermark was recorded, which does not change while the watermark stands. */
  const recordedAfter = new QuickLRU<string, Date>({ maxSize: REMEMBERED });
  const underWay = new Set<Promise<void>>();
  const shareRun = createShareRun<UpdateReport>();

  const triggers: Triggers = {
    async due(standing, occasion, begun) {
      if (!standing.head || standing.persona.paused) return [];
      const asked = await Promise.all(
        passes.map(async (pass) => {
          // Of records, exactly one starts a run; a host can be told as long as it has not run.
          const asked = pass.by === "host" && occasion === "record" ? "update" : occasion;
          return pass.policy(await triggers.situation(standing, pass, asked, begun));
        }),
      );
      return passes.filter((_, index) => asked[index]);
    },

    async situation({ head, persona }, pass, occasion, begun) {
      const watermark = watermarkOf(persona, pass.name);
      const lastSequence = head?.lastSequence ?? 0;
      const known = readThrough.get(keyOf(head?.incarnation, persona.userId, pass)) ?? 0;
      const unread = lastSequence > Math.max(watermark.sequence, known);
      const base = {
        occasion,
        now: now(),
        watermark,
        unread,
        pending: Math.max(0, (head?.sessions ?? 0) - watermark.ordinal),
        begun,
        pendingTokens: () => estimatePending(persona.userId, watermark.sequence),
        updates: () => pastUpdates(persona.userId, pass),
      };
      if (lastSequence <= watermark.sequence) return base;
      const oldestAt = await recordedAt(persona.userId, head?.incarnation, watermark.sequence);
      const newestAt =
        occasion === "record"
          ? now()
          : ((await recordedAt(persona.userId, head?.incarnation, lastSequence - 1)) ?? oldestAt);
      return { ...base, oldestAt, newestAt };
    },

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
    for (let total: UpdateReport | undefined; ; ) {
      const before = await read(userId);
      const report = await updater.update(userId, pass, { kind: "pending" }, signal);
      total = total ? sumReports(total, report) : report;
      if (before.head && report.outcome === "nothing" && report.revision === before.persona.revision) {
        readThrough.set(keyOf(before.head.incarnation, userId, pass), before.head.lastSequence);
      }
      if (report.outcome === "committed") {
        total = await retryParked(userId, pass, before.persona.parked, total, signal);
        total = await tidy(userId, pass, total, signal);
      }
      const progressed = report.outcome === "committed" || report.outcome === "parked";
      if (!progressed || signal.aborted || !(await wantsMore(userId, pass))) {
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
    const again = parked.filter(
      (range) => range.pass === pass.name && range.reason === "unreadable" && range.attempts < ATTEMPTS,
    );
    let all = total;
    for (const range of again)
      all = sumReports(all, await updater.update(userId, pass, { kind: "parked", parked: range }, signal));
    return all;
  }

  /** One field at most, in one call of its own. When that fails, what was learned before it is told all the same. */
  async function tidy(userId: string, pass: Pass, total: UpdateReport, signal: AbortSignal): Promise<UpdateReport> {
    if (pass.by !== "model" || pass.consolidateEvery === undefined || signal.aborted) return total;
    const { persona } = await read(userId);
    const history = await store.readRevisions(userId, { limit: REVISIONS_SEARCHED });
    const { refusals } = total;
    const field = fieldToTidy({ persona, schema, refusals, history, every: pass.consolidateEvery });
    if (field === undefined) return total;
    try {
      const tidied = await updater.update(userId, pass, { kind: "field", field }, signal);
      return tidied.outcome === "committed" ? sumReports(total, tidied) : total;
    } catch (error) {
      if (!PersonaError.isInstance(error) || !error.code.startsWith("MODEL_")) throw error;
      emit({ type: "update-failed", userId, pass: pass.name, error });
      return total;
    }
  }

  async function wantsMore(userId: string, pass: Pass): Promise<boolean> {
    const standing = await read(userId);
    const situation = await triggers.situation(standing, pass, "update");
    return situation.unread && !standing.persona.paused && pass.policy(situation);
  }

  /** A part recorded while a joined run was ending was not seen by it: so whoever asked for the run looks again. */
  async function runAndLookAgain(userId: string, pass: Pass): Promise<void> {
    try {
      let report: UpdateReport;
      do report = await triggers.run(userId, pass);
      while (report.outcome !== "limited" && (await wantsMore(userId, pass)));
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return;
      const known = error instanceof Error ? error : new Error(String(error));
      emit({ type: "update-failed", userId, pass: pass.name, error: known });
    }
  }

  async function estimatePending(userId: string, after: number): Promise<number> {
    const parts = await store.readParts(userId, { after, limit: PARTS_ESTIMATED });
    return parts.reduce((sum, { messages }) => sum + estimateTokens(messages.map(({ text }) => text).join(" ")), 0);
  }

  async function pastUpdates(userId: string, pass: Pass): Promise<readonly PastUpdate[]> {
    const revisions = await store.readRevisions(userId, { limit: REVISIONS_SEARCHED });
    return revisions
      .flatMap(({ cause, changes }) =>
        cause.kind === "update" && cause.pass === pass.name && cause.consolidates === undefined
          ? [{ failed: cause.failure !== undefined, changed: changes.length, replaced: cause.replaced ?? 0 }]
          : [],
      )
      .slice(0, PAST_UPDATES);
  }

  async function recordedAt(userId: string, incarnation: string | undefined, after: number): Promise<Date | undefined> {
    const key = JSON.stringify([incarnation, after]);
    const known = recordedAfter.get(key);
    if (known) return known;
    const [part] = await store.readParts(userId, { after, limit: 1 });
    if (!part) return undefined;
    const at = new Date(part.recordedAt);
    recordedAfter.set(key, at);
    return at;
  }
}

function keyOf(incarnation: string | undefined, userId: string, { name }: Pass): string {
  return JSON.stringify([incarnation, userId, name]);
}
