import { createHash } from "node:crypto";
import { PersonaError, type Ticket } from "@lifelong/core";

/** The first letter and number of a ticket's text: raised when its layout changes. */
const VERSION = "t2";

/**
 * A ticket as one word that a model copies: numbers and short names between dots, and a check at the end, so that a
 * number copied wrong is found and passes over nothing. It is no secret and grants nothing; whatever stands in it is
 * held against the store.
 */
export function writeTicket(ticket: Ticket, prompt: string): string {
  const { incarnation, pass, revision, watermark, through, preparedAt, backlog, parked } = ticket;
  const heap = backlog ? ["backlog"] : [];
  const range = parked ? [parked.after, parked.through, parked.sessions, parked.reason, parked.attempts] : [];
  const all = [
    VERSION,
    pass,
    prompt,
    revision,
    watermark,
    through,
    Date.parse(preparedAt),
    ...heap,
    ...range,
    incarnation,
  ];
  const text = all.join(".");
  return `${text}.${checkOf(text)}`;
}

function checkOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

const LAYOUT =
  /^t2\.([a-z]+)\.([\w@-]{1,64})\.(\d{1,12})\.(\d{1,12})\.(\d{1,12})\.(\d{1,14})\.(?:(backlog)\.)?(?:(\d{1,12})\.(\d{1,12})\.(\d{1,12})\.(unreadable|old)\.(\d{1,3})\.)?(\S{1,200})$/;

/** @throws PersonaError `INVALID_INPUT` when the text is no ticket, or one that was copied wrong */
export function readTicket(written: string): { readonly ticket: Ticket; readonly prompt: string } {
  const { text = "", check } = /^(?<text>.*)\.(?<check>[0-9a-f]{8})$/s.exec(written.trim())?.groups ?? {};
  const [
    ,
    pass = "",
    prompt = "",
    revision,
    watermark,
    through,
    preparedAt,
    backlog,
    after,
    last,
    sessions,
    reason,
    attempts,
    incarnation = "",
  ] = LAYOUT.exec(text) ?? [];
  if (pass === "" || check !== checkOf(text)) {
    throw new PersonaError(
      "INVALID_INPUT",
      "This is no ticket, or it was copied wrong. Call optimize_persona without arguments for a new brief, and copy its ticket letter by letter.",
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
      ...(backlog !== undefined && { backlog: true }),
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
