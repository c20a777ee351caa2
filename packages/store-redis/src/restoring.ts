import { closedSessionId, type StoredLife } from "@lifelong/core";

const CLOSED_NAME = /^closed:/;

/** The words that tell the script what to take in. */
export function restoreWords(
  userId: string,
  { head, persona, base, revisions, parts }: StoredLife,
): (string | number)[] {
  const { incarnation, revision, lastSequence, sessions } = head;
  const counts = Map.groupBy(parts, ({ ordinal }) => ordinal);
  return [
    userId,
    incarnation,
    revision,
    lastSequence,
    sessions,
    persona === null ? "" : JSON.stringify(persona),
    base === null ? "" : JSON.stringify(base),
    revisions[0]?.revision ?? 1,
    revisions.length,
    ...revisions.flatMap((one) => [one.revision, JSON.stringify(one)]),
    ...parts.flatMap((part) => {
      const { ordinal, number, sequence, sessionId, closed } = part;
      const count = counts.get(ordinal)?.length ?? number;
      // The scripts know a session by what stands in its closed name.
      const name = closed ? sessionId : closedSessionId(incarnation, sessionId);
      return [
        `${ordinal}:${number}`,
        sequence,
        JSON.stringify(part),
        name.replace(CLOSED_NAME, ""),
        closed ? "closed" : `${ordinal}:${count}`,
      ];
    }),
  ];
}
