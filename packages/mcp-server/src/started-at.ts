import { PersonaError } from "@lifelong/core";

const DATE = /^\d{4}-\d{2}-\d{2}/;
const DATE_TIME_WITH_ZONE = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/**
 * A time as people and models write it, as ISO 8601 UTC. A date alone is its midnight UTC.
 *
 * @throws PersonaError `INVALID_INPUT` when it names no moment; a time without zone names none
 */
export function parseStartedAt(text: string): string {
  const isDate = DATE.test(text) && text.length === 10;
  const time = isDate || DATE_TIME_WITH_ZONE.test(text) ? new Date(text) : new Date(Number.NaN);
  // A day that does not exist, such as 30 February, would otherwise become another one.
  const rolledOver = isDate && !Number.isNaN(time.getTime()) && !time.toISOString().startsWith(text);
  if (Number.isNaN(time.getTime()) || rolledOver) {
    throw new PersonaError(
      "INVALID_INPUT",
      "The start of the conversation is no time: write it like 2026-03-14 or 2026-03-14T09:30:00Z.",
    );
  }
  return time.toISOString();
}
