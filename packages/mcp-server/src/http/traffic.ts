/** What is under way: calls, which have an end of their own, and streams, which last until somebody ends them. */
export type ExchangeKind = "call" | "stream";

/** The most of either kind that one user may have under way. */
export type TrafficLimits = Readonly<Record<ExchangeKind, number>>;

/** Counts what is under way, for each user. */
export interface Traffic {
  /** Gives the function that ends it; undefined, and nothing begun, when the user has too much under way. */
  begin(userId: string, kind: ExchangeKind): (() => void) | undefined;
  /** Resolves when no call is under way, or after so many milliseconds. Gives how many calls are left. */
  drained(patienceMs: number): Promise<number>;
}

export function createTraffic(limits: TrafficLimits): Traffic {
  const users = new Map<string, Record<ExchangeKind, number>>();
  const waiting = new Set<() => void>();
  let calls = 0;
  return {
    begin(userId, kind) {
      const counts = users.get(userId) ?? { call: 0, stream: 0 };
      if (counts[kind] >= limits[kind]) return undefined;
      users.set(userId, counts);
      counts[kind] += 1;
      if (kind === "call") calls += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        counts[kind] -= 1;
        if (counts.call + counts.stream === 0) users.delete(userId);
        if (kind === "call") calls -= 1;
        if (calls === 0) for (const done of waiting) done();
      };
    },
    async drained(patienceMs) {
      if (calls > 0) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          timer = setTimeout(resolve, patienceMs);
        });
        clearTimeout(timer);
      }
      return calls;
    },
  };
}
