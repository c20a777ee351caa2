/**
 * When a conversation began, as ISO 8601 UTC; nothing for a number that is no time.
 *
 * @param at - milliseconds since 1970
 */
export function startOf(at: number): { readonly startedAt?: string } {
  const start = new Date(at);
  return Number.isNaN(start.getTime()) ? {} : { startedAt: start.toISOString() };
}
