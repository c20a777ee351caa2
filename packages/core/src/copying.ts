import { createHash } from "node:crypto";
import { PersonaError } from "./errors.ts";
import { readHistory } from "./history.ts";
import { sameDocument } from "./persona.ts";
import type { PersonaStore, StoredLife } from "./store.ts";
import { readAllParts } from "./stored-session.ts";

const PAGE = 100;
/** A user who goes on changing is read so often. */
const ATTEMPTS = 5;

/** How a user has fared. */
export interface CopiedUser {
  readonly userId: string;
  /**
   * `copied`: put there, read back, and the same. `present`: was there, the same. `changed`: what an earlier copy had put
   * there was put anew. `refused`: not copied, and nothing was changed there.
   */
  readonly outcome: "copied" | "present" | "changed" | "refused";
  readonly sessions: number;
  readonly revisions: number;
  /** SHA-256 over all that is held of the user, the same on both sides; absent where refused. */
  readonly digest?: string;
  /** Why it was refused, and what to do, in sentences. */
  readonly reason?: string;
}

export interface CopyReport {
  readonly users: number;
  readonly copied: number;
  readonly present: number;
  readonly changed: number;
  readonly sessions: number;
  readonly revisions: number;
  readonly refused: readonly CopiedUser[];
}

/**
 * Copies everything from one store to another: personas, histories, sessions, and what is closed. User by user, each as
 * a whole, so that it may be ended and begun again at any time. What stands in the other store and is no earlier copy
 * is never overwritten.
 *
 * @param options.onUser - told of each user as it is done
 * @throws PersonaError `CONFIGURATION` for a store that takes no users in, and whatever the stores throw
 */
export async function copyUsers(
  from: PersonaStore,
  to: PersonaStore,
  { onUser, signal }: { onUser?: (user: CopiedUser) => void; signal?: AbortSignal } = {},
): Promise<CopyReport> {
  if (!to.restoreUser) {
    const sentence = `The store "${to.name}" takes no users of another store in: it has no restoreUser. Copy to another store.`;
    throw new PersonaError("CONFIGURATION", sentence);
  }
  const done: CopiedUser[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await from.listUsers({ cursor, limit: PAGE });
    for (const userId of page.users) {
      signal?.throwIfAborted();
      const user = await copyUser(userId, from, to);
      if (!user) continue;
      done.push(user);
      onUser?.(user);
    }
    if (page.cursor === undefined) break;
    cursor = page.cursor;
  }
  const count = (outcome: CopiedUser["outcome"]) => done.filter((user) => user.outcome === outcome).length;
  const whole = done.filter(({ outcome }) => outcome !== "refused");
  return {
    users: done.length,
    copied: count("copied"),
    present: count("present"),
    changed: count("changed"),
    sessions: whole.reduce((sum, { sessions }) => sum + sessions, 0),
    revisions: whole.reduce((sum, { revisions }) => sum + revisions, 0),
    refused: done.filter(({ outcome }) => outcome === "refused"),
  };
}

/** Everything that a store holds of a user, at one moment; null if nothing is stored. */
export async function readLife(store: PersonaStore, userId: string): Promise<StoredLife | null> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await store.readHead(userId);
    if (head === null) return null;
    const persona = await store.readPersona(userId);
    const { base, revisions } = await readHistory(store, userId);
    const parts = await readAllParts(store, userId);
    if (sameDocument(await store.readHead(userId), head)) return { head, persona, base, revisions, parts };
    if (attempt === ATTEMPTS) {
      const sentence = "The user changes faster than they can be read. End what records for them, and copy again.";
      throw new PersonaError("STORE_UNAVAILABLE", sentence);
    }
  }
}

/** @returns undefined for a user who was erased meanwhile */
async function copyUser(userId: string, from: PersonaStore, to: PersonaStore): Promise<CopiedUser | undefined> {
  const life = await readLife(from, userId);
  if (life === null) return undefined;
  const found = { userId, sessions: life.head.sessions, revisions: life.revisions.length };
  const digest = digestOf(life);
  const there = await readLife(to, userId);
  if (there && digestOf(there) === digest) return { ...found, outcome: "present", digest };
  if (there && !isEarlier(there, life)) {
    const reason =
      there.head.incarnation === life.head.incarnation
        ? "The other store has gone on with this user since it was copied. Go on there, or erase the user there and copy again."
        : "The other store holds this user already, and is no copy of this one. Export one of them, erase it, and copy again.";
    return { ...found, outcome: "refused", reason };
  }
  if (there) await to.eraseUser(userId);
  await to.restoreUser?.(userId, life);
  const copy = await readLife(to, userId);
  if (copy && digestOf(copy) === digest) return { ...found, outcome: there ? "changed" : "copied", digest };
  const reason =
    "What the other store gives back of this user is not what it was given. Look at it with `lifelong check`.";
  return { ...found, outcome: "refused", reason };
}

/** Whether all that is there is also here, and nothing else: then it is what an earlier copy had put there. */
function isEarlier(there: StoredLife, here: StoredLife): boolean {
  return (
    there.head.incarnation === here.head.incarnation &&
    sameDocument(there.base, here.base) &&
    startsWith(here.revisions, there.revisions) &&
    startsWith(here.parts, there.parts)
  );
}

function startsWith<Document>(all: readonly Document[], first: readonly Document[]): boolean {
  return first.length <= all.length && first.every((document, index) => sameDocument(document, all[index]));
}

function digestOf(life: StoredLife): string {
  const { head, persona, base, revisions, parts } = life;
  const { incarnation, revision, lastSequence, sessions } = head;
  const whole = [incarnation, revision, lastSequence, sessions, persona, base, revisions, parts];
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex");
}
