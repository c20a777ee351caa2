import { hash } from "node:crypto";
import {
  ERROR_CODES,
  PersonaError,
  type RunnerReport,
  type UpdateKey,
  type UpdateReport,
  type UpdateTask,
} from "@lifelong/core";
import { UnrecoverableError } from "bullmq";
import * as z from "zod";

/** What lies in a job: whom it is for, and no text of anybody's. */
export type UpdateJobData = Pick<UpdateTask, "userId" | "pass" | "asked">;

const data = z.object({
  userId: z.string(),
  pass: z.string(),
  asked: z.object({ all: z.boolean(), retry: z.boolean() }).optional(),
});
const report = z.object({
  outcome: z.enum(["committed", "nothing", "paused", "parked", "limited"]),
  revision: z.number(),
  sessions: z.number(),
  pending: z.number(),
  pass: z.string().optional(),
  by: z.enum(["rules", "model", "host"]).optional(),
  optimizer: z.string().optional(),
  stopped: z.literal(true).optional(),
  until: z.string().optional(),
  reason: z.string().optional(),
});
const CODED = /^([A-Z_]+): (.*)$/s;

/** @throws Error for what another program put into the queue */
export function parseJob(given: unknown): UpdateJobData {
  return data.parse(given);
}

export function jobOf({ userId, pass, asked }: UpdateTask): UpdateJobData {
  return { userId, pass, ...(asked && { asked }) };
}

/** The name under which at most one job of a user and pass waits or runs. */
export function laneOf({ userId, pass }: UpdateKey): string {
  return `${hash("sha256", userId, "base64url")}-${pass}`;
}

/** What a job leaves in Redis: no changes, refusals or reasons, which hold texts and lie in the history. */
export function outcomeOf(full: UpdateReport): RunnerReport {
  const { outcome, until, stopped, revision, pass, by, optimizer, sessions, pending, reason } = full;
  return {
    outcome,
    revision,
    sessions,
    pending,
    ...(pass !== undefined && { pass }),
    ...(by !== undefined && { by }),
    ...(optimizer !== undefined && { optimizer }),
    ...(stopped && { stopped }),
    ...(until !== undefined && { until }),
    ...(outcome === "limited" && reason !== undefined && { reason }),
  };
}

/** @throws Error for what no worker of ours leaves */
export function parseOutcome(given: unknown): RunnerReport {
  return report.parse(given);
}

/** A failed job's error: code and sentence of ours, and nothing of what a vendor or a program said. */
export class UpdateFailure extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs: number | undefined) {
    super(message);
    this.name = "UpdateFailure";
    this.retryAfterMs = retryAfterMs;
    // Kept beside the job, where it would only repeat the message and name files of the worker's machine.
    this.stack = "";
  }
}

/** What the queue is told of a failure; what no later attempt can mend is given up at once. */
export function failureOf(error: unknown): Error {
  if (!PersonaError.isInstance(error)) return new UpdateFailure("The update did not finish.", undefined);
  const message = `${error.code}: ${error.message}`;
  return error.retryable ? new UpdateFailure(message, error.retryAfterMs) : new UnrecoverableError(message);
}

/** The failure as whoever waits in another process sees it. */
export function errorOf(failedReason: string): PersonaError {
  const [, named, sentence] = CODED.exec(failedReason) ?? [];
  const code = ERROR_CODES.find((known) => known === named);
  return code !== undefined && sentence !== undefined
    ? new PersonaError(code, sentence)
    : new PersonaError("MODEL_UNAVAILABLE", "The update did not finish. What is recorded waits; run it again.");
}

export function sentenceOf(failedReason: string): string {
  return CODED.exec(failedReason)?.[2] ?? "The update did not finish.";
}
