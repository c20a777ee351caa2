// The queue of updates, apart from the store: only who uses it needs bullmq.
export { type BullmqRunnerOptions, bullmqRunner, type RunnerClient } from "./bullmq-runner.ts";
