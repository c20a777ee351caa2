import { sumCosts } from "../results/cost.ts";
import type { Cost } from "../results/result.ts";
import type { DropReason, StageEntry } from "./stage-file.ts";
import { STAGES, type Stage, type Stages } from "./stages.ts";

/** What one stage has made, over all runs in its folder. */
export interface StageReport {
  readonly stage: Stage;
  /** Hints, people, scenes or queries that the next stage goes on with. */
  readonly kept: number;
  /** What it does not go on with, by reason; an answer that held several and could not be used counts once. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly cost: Cost;
}

/** What only the whole of a stage shows; in the other stages an item is kept or not by itself. */
export type Counted = Readonly<Partial<Record<Stage, { readonly kept: number; readonly duplicates: number }>>>;

export function reportsOf(files: Stages["files"], counted: Counted): readonly StageReport[] {
  return STAGES.map((stage) => {
    const entries: readonly StageEntry<unknown>[] = [...files[stage].done.values()];
    const own = counted[stage];
    const reasons: readonly DropReason[] = [
      ...entries.flatMap(reasonOf),
      ...Array.from({ length: own?.duplicates ?? 0 }, () => "duplicate" as const),
    ];
    return {
      stage,
      kept: own?.kept ?? entries.length - reasons.length,
      dropped: Object.fromEntries(
        [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => [reason, all.length]),
      ),
      cost: costOf(entries),
    };
  });
}

export function totalOf(files: Stages["files"]): Cost {
  return sumCosts(STAGES.map((stage) => costOf([...files[stage].done.values()])));
}

function reasonOf({ item, dropped }: StageEntry<unknown>): readonly DropReason[] {
  if (dropped) return [dropped];
  return item === false ? ["unanswerable"] : [];
}

function costOf(entries: readonly StageEntry<unknown>[]): Cost {
  return sumCosts(entries.map(({ cost }) => cost));
}
