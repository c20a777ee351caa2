import { createHash } from "node:crypto";
import { allUsers } from "./all-users.ts";
import { PersonaError } from "./errors.ts";
import { readHistory } from "./history.ts";
import { sameDocument } from "./persona.ts";
import type { PersonaStore, StoredLife } from "./store.ts";
import { readAllParts } from "./stored-session.ts";

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

const RESTLESS = "The user changes faster than they can be read. End what records for them, and copy again.";

/**
 * Copies everything from one store to another: personas, histories, sessions, and what is closed. User by user, each as
 * a whole, so that it may be ended and begun again at any time. What stands in the other store and is no earlier copy
 * is not overwritten; an earlier copy is put anew, also where something was forgotten since. Nobody should record into
 * the other store meanwhile: what comes between the look and the putting is lost.
 *
 * @param options.onUser - told of each user as it is done
 * @throws PersonaError `CONFIGURATION` for a store that takes no users in, and what the stores throw but for a single
 * user's damage
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
  const counts = { users: 0, copied: 0, present: 0, changed: 0, sessions: 0, revisions: 0 };
  const refused: CopiedUser[] = [];
  for await (const userId of allUsers(from)) {
    signal?.throwIfAborted();
    const user = await copyUntilStill(userId, from, to);
    if (!user) continue;
    counts.users += 1;
    if (user.outcome === "refused") refused.push(user);
    else {
      counts[user.outcome] += 1;
      counts.sessions += user.sessions;
      counts.revisions += user.revisions;
    }
    onUser?.(user);
  }
  return { ...counts, refused };
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
    if (attempt === ATTEMPTS) throw new PersonaError("STORE_UNAVAILABLE", RESTLESS);
  }
}

/** Copies again where the user has gone on meanwhile; a user who cannot be read is named, and hinders no other. */
async function copyUntilStill(userId: string, from: PersonaStore, to: PersonaStore): Promise<CopiedUser | undefined> {
  try {
    let first: CopiedUser["outcome"] | undefined;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const life = await readLife(from, userId);
      // Erased meanwhile, or before: what an earlier copy has put there is not this function's to take away.
      if (life === null) return undefined;
      const user = await copyLife(userId, life, to);
      first ??= user.outcome;
      if (user.outcome === "refused") return user;
      if (sameDocument(await from.readHead(userId), life.head)) return { ...user, outcome: first };
    }
    return refusal(userId, RESTLESS);
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    if (error.code !== "STORE_CORRUPT" && error.message !== RESTLESS) throw error;
    return refusal(userId, error.message);
  }
}

async function copyLife(userId: string, life: StoredLife, to: PersonaStore): Promise<CopiedUser> {
  const found = { userId, sessions: life.head.sessions, revisions: life.revisions.length };
  const digest = digestOf(life);
  const there = await readLife(to, userId);
  if (there && digestOf(there) === digest) return { ...found, outcome: "present", digest };
  if (there && !isEarlier(there, life)) {
    return refusal(
      userId,
      there.head.incarnation === life.head.incarnation
        ? "The other store has gone on with this user since it was copied. Go on there, or erase the user there and copy again."
        : "The other store holds this user already, and is no copy of this one. Export one of them, erase it, and copy again.",
    );
  }
  if (there) {
    if (!sameDocument(await to.readHead(userId), there.head)) return refusal(userId, RESTLESS);
    await to.eraseUser(userId);
  }
  await to.restoreUser?.(userId, life);
  const copy = await readLife(to, userId);
  if (copy && digestOf(copy) === digest) return { ...found, outcome: there ? "changed" : "copied", digest };
  return refusal(
    userId,
    "What the other store gives back of this user is not what it was given. Look at it with `lifelong check`.",
  );
}

function refusal(userId: string, reason: string): CopiedUser {
  return { userId, outcome: "refused", sessions: 0, revisions: 0, reason };
}

/**
 * Whether all that is there came from here: each revision has its like of the same number and time, or has been folded
 * into the base since, and each part its like of the same sequence and time, perhaps emptied or closed since.
 */
function isEarlier(there: StoredLife, here: StoredLife): boolean {
  const revisions = new Map(here.revisions.map((revision) => [revision.revision, revision]));
  const parts = new Map(here.parts.map((part) => [part.sequence, part]));
  const closed = new Set(here.parts.filter((part) => part.closed).map(({ ordinal }) => ordinal));
  return (
    there.head.incarnation === here.head.incarnation &&
    there.head.revision <= here.head.revision &&
    there.head.lastSequence <= here.head.lastSequence &&
    there.revisions.every(
      ({ revision, at }) => revision <= (here.base?.revision ?? 0) || revisions.get(revision)?.at === at,
    ) &&
    there.parts.every(
      ({ sequence, ordinal, recordedAt }) =>
        closed.has(ordinal) ||
        (parts.get(sequence)?.recordedAt === recordedAt && parts.get(sequence)?.ordinal === ordinal),
    )
  );
}

function digestOf(life: StoredLife): string {
  const { head, persona, base, revisions, parts } = life;
  const { incarnation, revision, lastSequence, sessions } = head;
  const whole = [incarnation, revision, lastSequence, sessions, persona, base, revisions, parts];
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex");
}
