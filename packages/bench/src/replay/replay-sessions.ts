import {
  type Category,
  createPersonalizer,
  DEEP,
  INSTANT,
  type Message,
  manualRunner,
  memoryStore,
  type Pass,
  type PersonaSchema,
  type UpdateReport,
} from "@lifelong/core";
import { type ConfirmedValue, confirmedOf } from "../measures/held-values.ts";

/** How long after its start a conversation is over. */
const LASTS_MS = 10 * 60 * 1000;

/** A conversation that was had. */
export interface WrittenSession {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly messages: readonly Message[];
}

/** How things stand after one conversation. */
export interface Standing {
  /** o200k tokens of the persona as the conversation began. */
  readonly injectedTokens: number;
  /** What a prompt would show now. */
  readonly values: readonly ConfirmedValue[];
  /** What was learned after it. */
  readonly reports: readonly UpdateReport[];
}

/**
 * Records conversations one after another through the real pipeline, at the times at which they were had, and lets what
 * is due be learned in between. Gives how things stand after each.
 */
export async function* replaySessions(
  sessions: readonly WrittenSession[],
  options: {
    passes: readonly Pass[];
    schema: PersonaSchema;
    consents?: readonly Category[];
    signal?: AbortSignal;
  },
): AsyncGenerator<Standing> {
  const { passes, schema, consents = [], signal } = options;
  const userId = "replayed";
  let now = new Date(0);
  const personalizer = createPersonalizer({
    store: memoryStore(),
    schema,
    passes,
    runner: manualRunner(),
    now: () => now,
  });
  try {
    if (consents.length > 0) {
      now = new Date(sessions[0]?.startedAt ?? 0);
      await personalizer.edit(
        userId,
        consents.map((category) => ({ kind: "consent", category, given: true })),
      );
    }
    for (const { id, startedAt, messages } of sessions) {
      signal?.throwIfAborted();
      now = new Date(startedAt);
      const { tokens: injectedTokens } = await personalizer.getPersona(userId);
      now = new Date(Date.parse(startedAt) + LASTS_MS);
      const { due } = await personalizer.recordSession(userId, { id, startedAt, messages, source: "witnessed" });
      const reports: UpdateReport[] = [];
      for (const pass of [INSTANT, DEEP].filter((name) => due.includes(name))) {
        reports.push(await personalizer.optimize(userId, { pass, signal }));
      }
      yield { injectedTokens, values: confirmedOf(await personalizer.show(userId)), reports };
    }
  } finally {
    await personalizer.close();
  }
}
