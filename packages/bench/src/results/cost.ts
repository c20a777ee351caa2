import type { Cost } from "./result.ts";

/** All of it together. Tokens that one call did not report leave the sum of the others. */
export function sumCosts(costs: readonly Partial<Cost>[]): Cost {
  const total = (key: "inputTokens" | "outputTokens" | "elapsedMs") => {
    const reported = costs.flatMap((cost) => cost[key] ?? []);
    return reported.length === 0 ? {} : { [key]: reported.reduce((sum, count) => sum + count, 0) };
  };
  const calls = costs.reduce((sum, cost) => sum + (cost.calls ?? 0), 0);
  return { calls, ...total("inputTokens"), ...total("outputTokens"), ...total("elapsedMs") };
}
