/** What a call counts where its vendor reports no tokens: a full prompt and a short answer. */
const UNREPORTED_TOKENS = 14_000;

/** What asking a model has cost: tokens as the vendor reported them; unknown is absent, never 0. */
export interface Usage {
  /** Requests that were answered or failed; a vendor SDK's own retries are not counted. Absent: unknown. */
  readonly calls?: number;
  /** Those of the calls that brought no report of their tokens, failed ones among them. Absent: every call did, or none. */
  readonly unreported?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** How many of the calls brought no report of their tokens. */
export function unreportedCalls({ calls = 0, unreported, inputTokens, outputTokens }: Usage): number {
  return unreported ?? (inputTokens === undefined && outputTokens === undefined ? calls : 0);
}

/** What two of them cost together. What no call reported stays unknown. */
export function addUsage(one: Usage, other: Usage): Usage {
  const total = (key: "calls" | "inputTokens" | "outputTokens") =>
    one[key] === undefined && other[key] === undefined ? {} : { [key]: (one[key] ?? 0) + (other[key] ?? 0) };
  const unreported = unreportedCalls(one) + unreportedCalls(other);
  return {
    ...total("calls"),
    ...(unreported > 0 && { unreported }),
    ...total("inputTokens"),
    ...total("outputTokens"),
  };
}

/** Tokens as a ceiling counts them: those that were not reported by a generous guess. */
export function tokensSpent(usage: Usage): number {
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0) + unreportedCalls(usage) * UNREPORTED_TOKENS;
}
