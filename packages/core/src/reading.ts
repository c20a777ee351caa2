import QuickLRU from "quick-lru";
import { PersonaError } from "./errors.ts";
import { emptyPersona, PERSONA_FORMAT, type Persona } from "./persona.ts";
import type { Head, PersonaStore, SessionState, StoredStanding } from "./store.ts";

/** How many users' personas are remembered between reads. */
const REMEMBERED = 1_000;

/** A head and the persona that belongs to it. */
export interface Standing {
  readonly head: Head | null;
  readonly persona: Persona;
}

/** Reads a user's head, and the persona only where the head says that it has changed. */
export interface Reading {
  /** @param seen - a head that the store told of just now: it is not read again while its persona is remembered */
  (userId: string, seen?: Head): Promise<Standing>;
  /** The same, and what is held of a session. */
  withSession(userId: string, sessionId: string): Promise<Standing & { readonly session: SessionState | null }>;
}

/** Which persona of which life. */
type Place = Pick<Head, "incarnation" | "revision">;
type Remembered = Place & { readonly persona: Persona };
type Wanted = { readonly known?: Place; readonly sessionId?: string };

/** Personas are treated as immutable; the same object comes back until the persona changes. */
export function createReading(store: PersonaStore): Reading {
  const remembered = new QuickLRU<string, Remembered>({ maxSize: REMEMBERED });

  async function read(userId: string, seen?: Head): Promise<Standing> {
    const known = remembered.get(userId);
    if (known && seen && isSame(known, seen)) return { head: seen, persona: known.persona };
    if (seen?.revision === 0) return complete(userId, known, { head: seen, persona: null });
    return complete(userId, known, await readStored(userId, { known }));
  }

  async function withSession(userId: string, sessionId: string) {
    const known = remembered.get(userId);
    const stored = await readStored(userId, { known, sessionId });
    return { ...complete(userId, known, stored), session: stored?.session ?? null };
  }

  const readStored = (userId: string, wanted: Wanted) => standingOf(store, userId, wanted);

  function complete(userId: string, known: Remembered | undefined, stored: StoredStanding | null): Standing {
    if (stored === null) return { head: null, persona: emptyPersona(userId) };
    const { head } = stored;
    if (known && stored.persona === undefined) return { head, persona: known.persona };
    const persona = stored.persona ?? emptyPersona(userId);
    remembered.set(userId, { incarnation: head.incarnation, revision: head.revision, persona });
    return { head, persona };
  }

  return Object.assign(read, { withSession });
}

/** `readStanding` of any store: one that has none is asked for head, persona and session apart. */
export async function standingOf(store: PersonaStore, userId: string, wanted: Wanted): Promise<StoredStanding | null> {
  return store.readStanding?.(userId, wanted) ?? readApart(store, userId, wanted);
}

async function readApart(
  store: PersonaStore,
  userId: string,
  { known, sessionId }: Wanted,
): Promise<StoredStanding | null> {
  const [standing, session] = await Promise.all([
    readInTwo(store, userId, known),
    sessionId === undefined ? undefined : store.readSession(userId, sessionId),
  ]);
  return standing && { ...standing, session };
}

async function readInTwo(store: PersonaStore, userId: string, known?: Place): Promise<StoredStanding | null> {
  for (;;) {
    const head = await store.readHead(userId);
    if (head === null) return null;
    if (known && isSame(known, head)) return { head };
    if (head.revision === 0) return { head, persona: null };
    const persona = await store.readPersona(userId);
    // Between the two reads another process may have committed or erased: then they do not belong together.
    if (persona?.revision === head.revision) return { head, persona };
  }
}

function isSame(one: Place, other: Place): boolean {
  return one.incarnation === other.incarnation && one.revision === other.revision;
}

/** @throws PersonaError `FORMAT_TOO_NEW` when a newer version wrote the persona: it may be read, not changed */
export function assertOwnFormat(persona: Persona): void {
  if (persona.format > PERSONA_FORMAT) {
    throw new PersonaError(
      "FORMAT_TOO_NEW",
      `This persona was written in format ${persona.format}, and this version of Lifelong changes only up to format ${PERSONA_FORMAT}. Update Lifelong; reading and recording go on meanwhile.`,
    );
  }
}
