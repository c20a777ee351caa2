import { PersonaError, type Ticket } from "@lifelong/core";

/** The first letter and number of a ticket's text: raised when its layout changes. */
const VERSION = "t1";

/**
 * A ticket as one word that a model copies without error: numbers and short names between dots. It is no secret and
 * grants nothing; whatever stands in it is held against the store.
 */
export function writeTicket(ticket: Ticket, prompt: string): string {
  const { incarnation, pass, revision, watermark, through, preparedAt, parked } = ticket;
  const range = parked ? [parked.after, parked.through, parked.sessions, parked.reason, parked.attempts] : [];
  return [VERSION, pass, prompt, revision, watermark, through, Date.parse(preparedAt), ...range, incarnation].join(".");
}

const LAYOUT =
  /^t1\.([a-z]+)\.([\w@-]{1,64})\.(\d{1,12})\.(\d{1,12})\.(\d{1,12})\.(\d{1,14})\.(?:(\d{1,12})\.(\d{1,12})\.(\d{1,12})\.(unreadable|old)\.(\d{1,3})\.)?(\S{1,200})$/;

/** @throws PersonaError `INVALID_INPUT` when the text is no ticket */
export function readTicket(text: string): { readonly ticket: Ticket; readonly prompt: string } {
  const [
    ,
    pass = "",
    prompt = "",
    revision,
    watermark,
    through,
    preparedAt,
    after,
    last,
    sessions,
    reason,
    attempts,
    incarnation = "",
  ] = LAYOUT.exec(text.trim()) ?? [];
  if (pass === "") {
    throw new PersonaError(
      "INVALID_INPUT",
      "This is no ticket. Call optimize_persona without arguments for a new brief, and copy its ticket letter by letter.",
    );
  }
  return {
    prompt,
    ticket: {
      incarnation,
      pass,
      revision: Number(revision),
      watermark: Number(watermark),
      through: Number(through),
      preparedAt: new Date(Number(preparedAt)).toISOString(),
      ...(after !== undefined && {
        parked: {
          pass,
          after: Number(after),
          through: Number(last),
          sessions: Number(sessions),
          reason: reason === "old" ? "old" : "unreadable",
          attempts: Number(attempts),
        },
      }),
    },
  };
}
