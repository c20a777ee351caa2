import type { Stretch } from "./medium.ts";
import type { Line, PartHead, RecordLine } from "./record.ts";

/** Where a stored part stands in the log; what it says is read there. */
export interface IndexedPart {
  readonly sequence: number;
  readonly session: IndexedSession;
  readonly number: number;
  /** Of its record, line feeds apart. */
  readonly start: number;
  readonly end: number;
}

export interface IndexedSession {
  /** `closedSessionId`. */
  readonly key: string;
  readonly ordinal: number;
  readonly closed: boolean;
  /** In order; those of a closed session are told no more. */
  readonly parts: readonly IndexedPart[];
}

/** What is asked of a part before it is stored. */
export interface Candidate {
  readonly key: string;
  readonly number: number;
  /** The sequence that the part brings along. */
  readonly sequence?: number;
}

/** What became of a record. */
export type Outcome =
  | { readonly outcome: "stored"; readonly part: IndexedPart }
  | { readonly outcome: "conflict" | "closed" };

/** How much of a log is not there any more. */
export interface Missing {
  readonly sessions: number;
  /** Of these and of other sessions. */
  readonly parts: number;
}

/** The log of one user, taken in from its beginning. The same lines give every process the same index. */
export interface SessionIndex {
  /** How many bytes were taken in. */
  readonly end: number;
  /** Behind the end stands what looks complete and cannot be read. */
  readonly suspect: boolean;
  readonly sequence: number;
  readonly sessions: number;
  /** In the order of their sequences. */
  readonly parts: readonly IndexedPart[];
  /** What the numbers leave out, and no repair has told of: records that stood here and do not any more. */
  readonly missing: Missing;
  /** For each unreadable record, the last sequence before it. */
  readonly damagedAfter: readonly number[];
  session(key: string): IndexedSession | undefined;
  isClosed(key: string): boolean;
  /** Whether the part would be stored if it were the next record. */
  judge(candidate: Candidate): Outcome["outcome"];
  /** @returns what became of the record with this token, if it is among the lines */
  advance(lines: readonly Line[], end: number, suspect: boolean, token?: string): Outcome | undefined;
  /** Stretches that hold text and no part; told once. */
  takeLeftovers(): readonly Stretch[];
}

interface GrowingSession {
  readonly key: string;
  readonly ordinal: number;
  closed: boolean;
  readonly parts: IndexedPart[];
}

export function createSessionIndex(): SessionIndex {
  const sessionOf = new Map<string, GrowingSession>();
  const closedKeys = new Set<string>();
  const parts: IndexedPart[] = [];
  const damagedAfter: number[] = [];
  let leftovers: Stretch[] = [];
  let [readTo, suspect, sequence, sessions] = [0, false, 0, 0];
  let missing: Missing = { sessions: 0, parts: 0 };

  function close(key: string): void {
    closedKeys.add(key);
    const session = sessionOf.get(key);
    if (session !== undefined) session.closed = true;
  }

  function begin(head: PartHead): GrowingSession {
    // A later part without its first: that one was lost to damage, and had the ordinal that the writer saw.
    const ordinal = head.number === 1 ? Math.max(head.ordinal, sessions + 1) : head.ordinal;
    const session = { key: head.session, ordinal, closed: false, parts: [] };
    sessionOf.set(head.session, session);
    sessions = Math.max(sessions, ordinal);
    return session;
  }

  function take(head: PartHead, { start, end }: Stretch): Outcome {
    if (closedKeys.has(head.session)) return { outcome: "closed" };
    const held = sessionOf.get(head.session)?.parts.at(-1)?.number ?? 0;
    // Its writer saw the part before it, so only someone quicker can make it conflict.
    if (head.number <= held || (head.exact && head.sequence <= sequence)) return { outcome: "conflict" };
    const [lastSequence, lastOrdinal] = [sequence, sessions];
    const session = sessionOf.get(head.session) ?? begin(head);
    sequence = Math.max(head.sequence, sequence + 1);
    // A writer claims more than was read here only if it knew of records that are missing.
    sessions = Math.max(head.sessions, sessions);
    missing = {
      sessions: missing.sessions + sessions - lastOrdinal - (head.number === 1 ? 1 : 0),
      parts: missing.parts + (head.exact ? 0 : sequence - lastSequence - 1),
    };
    const part = { sequence, session, number: head.number, start, end };
    session.parts.push(part);
    parts.push(part);
    if (head.closed) close(head.session);
    return { outcome: "stored", part };
  }

  function takeRecord(line: RecordLine): Outcome | undefined {
    const { head } = line;
    if (head.kind === "close") head.closes.forEach(close);
    if (head.kind === "loss") {
      sequence = Math.max(head.sequence, sequence);
      sessions = Math.max(head.sessions, sessions);
      missing = { sessions: 0, parts: 0 };
    }
    if (head.kind !== "part") return undefined;
    const outcome = take(head, line);
    if (outcome.outcome !== "stored") leftovers.push(...line.segments);
    return outcome;
  }

  return {
    get end() {
      return readTo;
    },
    get suspect() {
      return suspect;
    },
    get sequence() {
      return sequence;
    },
    get sessions() {
      return sessions;
    },
    get missing() {
      return missing;
    },
    parts,
    damagedAfter,
    session: (key) => sessionOf.get(key),
    isClosed: (key) => closedKeys.has(key),

    judge(candidate) {
      if (closedKeys.has(candidate.key)) return "closed";
      const held = sessionOf.get(candidate.key)?.parts.at(-1)?.number ?? 0;
      const fits = candidate.number === held + 1 && (candidate.sequence ?? sequence + 1) > sequence;
      return fits ? "stored" : "conflict";
    },

    advance(lines, newEnd, newSuspect, token) {
      let awaited: Outcome | undefined;
      for (const line of lines) {
        if (line.kind === "record") {
          const outcome = takeRecord(line);
          if (line.head.kind === "part" && line.head.token === token) awaited = outcome;
        } else if (line.kind === "damaged") damagedAfter.push(sequence);
        else leftovers.push(line);
      }
      [readTo, suspect] = [newEnd, newSuspect];
      return awaited;
    },

    takeLeftovers() {
      const taken = leftovers;
      leftovers = [];
      return taken;
    },
  };
}
