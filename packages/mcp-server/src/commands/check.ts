import { openRunner, PersonaError, printLocation } from "@lifelong/core";
import type { Command } from "commander";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import { placeOf } from "../location.ts";
import { openConfiguredStore } from "../open-store.ts";
import { type CheckReport, viewCheck } from "../view/check-view.ts";
import { checkModel } from "./checking/check-model.ts";
import { checkRunner } from "./checking/check-runner.ts";
import { checkStore } from "./checking/check-store.ts";
import type { Watch } from "./checking/verdict.ts";

/** How many updates a runner takes at once, for the cases that need several. */
const CONCURRENCY = 3;

export function define(command: Command, run: Run): void {
  command
    .description(
      "Checks that a store, a model or a queue does what Lifelong expects of it, and how quickly: with --store, --model or --runner. A store may be in use: the check makes users of its own, and erases them.",
    )
    .option(
      "--model <location>",
      "a model: eight facts about models, then twenty plain ones to learn; some thirty calls",
    )
    .option("--timeout <seconds>", "how long one call of the model may take; 120 by default")
    .option("--runner <location>", "a queue of updates")
    .addHelpText(
      "after",
      examples(
        "check --store redis://localhost:6379",
        "check --plugin ./plugin.ts --store own:place",
        "check --plugin ./plugin.ts --model own:model --json",
      ),
    )
    .action(() =>
      run(async (context) => {
        const { given, answer, terminal } = context;
        if (given.store === undefined && given.model === undefined && given.runner === undefined) {
          throw new PersonaError(
            "CONFIGURATION",
            "Say what to check: --store, --model or --runner with a location, and --plugin with the module that opens it.",
          );
        }
        const report = await watched((watch) => checkAll(context, watch));
        answer(report, (layout) => viewCheck(report, layout));
        if (report.stopped) terminal.note("lifelong: The check was stopped before its end.");
        if (!report.holds) process.exitCode = 1;
      }),
    );
}

async function checkAll({ config, given }: CommandContext, watch: Watch): Promise<CheckReport> {
  const { openingOf } = await import("../plugins.ts");
  const store =
    given.store === undefined
      ? undefined
      : await checkStore(placeOf(config.store), () => openConfiguredStore(config), watch);
  const { model: location, timeoutMs } = config.learning;
  let model: CheckReport["model"];
  if (given.model !== undefined && location !== undefined && !watch.signal.aborted) {
    const { openLocation } = await import("../open-models.ts");
    const opened = await openLocation(location, config);
    model = await checkModel(printLocation(location), opened, {
      ...watch,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }
  const queue = config.queue.runner;
  let runner: CheckReport["runner"];
  if (given.runner !== undefined && queue !== undefined && !watch.signal.aborted) {
    const opening = await openingOf(config);
    runner = await checkRunner(queue, (place) => openRunner(place, opening, { concurrency: CONCURRENCY }), watch);
  }
  const failures = [store, model, runner].flatMap((verdict) => verdict?.failures ?? []);
  const stopped = watch.signal.aborted;
  return {
    holds: failures.length === 0 && !stopped && (store?.left.length ?? 0) === 0,
    stopped,
    ...(store && { store }),
    ...(model && { model }),
    ...(runner && { runner }),
  };
}

/** Shows progress to a person, and lets SIGINT and SIGTERM end the work in order. */
async function watched<Result>(work: (watch: Watch) => Promise<Result>): Promise<Result> {
  const { stderr } = process;
  const show = (text: string) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text.slice(0, stderr.columns - 1)}`);
  };
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  // A faulty plugin may leave promises behind that fail; the case that made them tells, and its users are to be erased.
  const ignore = () => undefined;
  process.once("SIGTERM", stop).once("SIGINT", stop).on("unhandledRejection", ignore);
  try {
    return await work({ signal: stopping.signal, progress: show });
  } finally {
    show("");
    process.off("SIGTERM", stop).off("SIGINT", stop).off("unhandledRejection", ignore);
  }
}
