import QuickLRU from "quick-lru";
import { estimateTokens } from "./estimate-tokens.ts";
import { revisionsSince } from "./history.ts";
import { type Watermark, watermarkOf } from "./persona.ts";
import type { Standing } from "./reading.ts";
import type { StoredPart } from "./session.ts";
import type { PersonaStore } from "./store.ts";
import { allParts } from "./stored-session.ts";

/** Users and passes whose counts are remembered. */
const REMEMBERED = 1_000;

/** A pending part, and about how many tokens are pending up to it, itself included. */
export interface TokenStep {
  readonly sequence: number;
  readonly total: number;
}

/** The pending parts of a pass, oldest first. */
export type PendingTokens = (standing: Standing, pass: string) => Promise<readonly TokenStep[]>;

interface Counted {
  readonly watermark: Watermark["sequence"];
  /** Of the persona when the parts were read: whoever empties parts makes a later one. */
  readonly revision: number;
  readonly steps: readonly TokenStep[];
}

/** Estimates what is pending. Reads each part once, and anew after something was forgotten or the watermark has moved. */
export function createPendingTokens(store: PersonaStore): PendingTokens {
  const remembered = new QuickLRU<string, Counted>({ maxSize: REMEMBERED });

  return async function pendingTokens({ head, persona }, pass) {
    if (!head) return [];
    const { userId } = persona;
    const watermark = watermarkOf(persona, pass).sequence;
    const key = JSON.stringify([head.incarnation, userId, pass]);
    const last = remembered.get(key);
    const isUsable =
      last?.watermark === watermark && (await revisionsSince(store, userId, last.revision, head.revision)) !== null;
    const steps = isUsable ? [...last.steps] : [];
    let { sequence, total } = steps.at(-1) ?? { sequence: watermark, total: 0 };
    if (sequence < head.lastSequence) {
      for await (const part of allParts(store, userId, sequence)) {
        ({ sequence } = part);
        total += tokensOf(part);
        steps.push({ sequence, total });
      }
    }
    remembered.set(key, { watermark, revision: Math.max(head.revision, isUsable ? last.revision : 0), steps });
    return steps;
  };
}

function tokensOf({ messages }: StoredPart): number {
  return messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
}
