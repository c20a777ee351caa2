import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { closedSessionId, type Head, PersonaError, type PersonaStore } from "@lifelong/core";
import { appendTo, encodePart } from "./append.ts";
import { createLife } from "./create-life.ts";
import { eraseFolder, sweepFolder } from "./erase.ts";
import { asStoreError, corrupt, isCorrupt, isGone, isSystemError } from "./faults.ts";
import { type FileFunctions, nodeFiles } from "./files.ts";
import { findLife, isPresent } from "./find-life.ts";
import { commitRevision, readPersonaAt, readRevisionsOf, revisionFiles } from "./history.ts";
import { layoutMarker } from "./layout.ts";
import { type LogState, readLogState } from "./log-tail.ts";
import { openMedium } from "./medium.ts";
import { readBaseOf } from "./past.ts";
import { restoreLife } from "./restore-life.ts";
import { claimRewrite } from "./rewrite.ts";
import { listUserPage } from "./roster.ts";
import { createSessionIndex, type SessionIndex } from "./session-index.ts";
import { catchUp, isContinued, logSize } from "./session-log.ts";
import { further, readStanding } from "./standing.ts";
import { digestsByMessage, readPartsOf, readSessionOf } from "./stored-parts.ts";
import { type CachedUser, createUserCache } from "./user-cache.ts";
import { userFolderName, userFolderPath } from "./user-folder.ts";

/** How often a read begins again when what it reads is renamed, erased or blanked under its eyes. */
const ATTEMPTS = 8;

/**
 * Keeps everything in a folder of this machine, for any number of processes at once and without a lock: what is
 * acknowledged is on the medium, and a process that dies at any point leaves nothing to repair. `docs/store-file.md`
 * tells what each file is.
 *
 * @param options.directory - made with the first write
 * @param options.files - the file system; absent: that of this machine
 */
export function fileStore(options: { readonly directory: string; readonly files?: FileFunctions }): PersonaStore {
  const directory = resolve(options.directory).replaceAll("\\", "/");
  const medium = openMedium(directory, options.files ?? nodeFiles);
  const layout = layoutMarker(medium);
  const cache = createUserCache();
  let swept = false;

  /** Runs one call of the contract; what goes wrong below comes out as an error of the contract. */
  async function call<T>(run: () => Promise<T>): Promise<T> {
    try {
      await layout.check();
      if (!swept) sweepFolder(medium);
      swept = true;
      return await run();
    } catch (error) {
      throw asStoreError(error, directory);
    }
  }

  /** What is known of a user and holds at this moment; null if nothing is stored. */
  async function look(userId: string): Promise<CachedUser | null> {
    const known = cache.get(userId);
    if (known !== undefined && isPresent(medium, known.life)) return known;
    const life = await findLife(medium, folderOf(userId));
    if (life === null) {
      cache.delete(userId);
      return null;
    }
    const same = known?.life.incarnation === life.incarnation && known.life.generation === life.generation;
    const user = same ? { ...known, life } : { life };
    cache.set(userId, user);
    return user;
  }

  function folderOf(userId: string): string {
    return userFolderPath(directory, userFolderName(userId));
  }

  /** Reads, and begins again while somebody changes what is being read. */
  function reading<T>(userId: string, absent: T, read: (user: CachedUser) => T | Promise<T>): Promise<T> {
    return call(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const user = await look(userId);
        if (user === null) return absent;
        try {
          return await read(user);
        } catch (error) {
          cache.delete(userId);
          if (!isGone(error) && !isCorrupt(error)) throw error;
          if (attempt === ATTEMPTS) throw missing(error);
        }
        await wait(attempt);
      }
    });
  }

  /** What should be there and is not, although nobody is at work, is damage. */
  function missing(error: unknown): unknown {
    return isSystemError(error) ? corrupt(directory, error.path ?? directory, { cause: error }) : error;
  }

  function indexOf(user: CachedUser): SessionIndex {
    if (user.index === undefined || !isContinued(medium, user.life.log, user.index.end)) {
      cache.makeRoom();
      user.index = createSessionIndex();
    }
    catchUp(medium, user.life.log, user.index);
    return user.index;
  }

  function logStateOf(user: CachedUser): LogState {
    if (user.index !== undefined) return indexOf(user);
    const size = logSize(medium, user.life.log);
    if (user.state?.size !== size) user.state = { size, log: readLogState(medium, user.life.log) };
    return user.state.log;
  }

  /** How far the log has come at least, also if it was cut off since. */
  function floorOf(user: CachedUser): LogState {
    const { revision } = user.life;
    if (user.standing?.revision !== revision) user.standing = { revision, log: readStanding(medium, user.life) };
    return user.standing.log;
  }

  async function syncLog(user: CachedUser): Promise<void> {
    const size = logSize(medium, user.life.log);
    if (user.synced === size) return;
    await medium.sync(user.life.log);
    user.synced = size;
  }

  async function expect(userId: string, expected: Head): Promise<CachedUser> {
    const user = await look(userId);
    const { incarnation, revision } = user?.life ?? {};
    if (user === null || incarnation !== expected.incarnation || revision !== expected.revision) throw conflict();
    if (user.life.unfinished !== undefined) throw user.life.unfinished;
    return user;
  }

  return {
    name: "file",

    readHead: (userId) =>
      reading<Head | null>(userId, null, (user) => {
        const { incarnation, revision } = user.life;
        const { sequence, sessions } = logStateOf(user);
        return { incarnation, revision, lastSequence: sequence, sessions };
      }),

    readPersona: (userId) => reading(userId, null, ({ life }) => readPersonaAt(medium, life.history, life.revision)),

    commitPersona: (persona, revision, expected) =>
      call(async () => {
        const { userId, revision: number } = persona;
        if (expected === null) {
          if (number !== 1 || (await look(userId)) !== null) throw conflict();
          await layout.begin();
          const history = revisionFiles({ persona, revision, log: { sequence: 0, sessions: 0 } });
          if (!(await createLife(medium, userId, () => ({ records: [], history })))) throw conflict();
          return;
        }
        const user = await expect(userId, expected);
        if (number !== expected.revision + 1) throw conflict();
        // The watermarks of the persona may refer to parts whose writer has not brought them to the medium yet.
        const log = await orConflict(async () => {
          await syncLog(user);
          return further(logStateOf(user), floorOf(user));
        });
        if (!(await commitRevision(medium, user.life.history, { persona, revision, log }))) throw conflict();
        user.life = { ...user.life, revision: number };
        user.standing = { revision: number, log };
      }),

    readBase: (userId) =>
      reading(userId, null, ({ life }) => (life.generation === 1 ? null : readBaseOf(medium, life.history))),

    readRevisions: (userId, range) => reading(userId, [], ({ life }) => readRevisionsOf(medium, life, range)),

    appendPart: (userId, part) =>
      call(async () => {
        if (part.closed && part.number !== 1) {
          throw new PersonaError(
            "INVALID_INPUT",
            "Only a first part closes its id. Forget a session that holds parts.",
          );
        }
        let begunIn: string | undefined;
        for (let attempt = 1; ; attempt += 1) {
          const user = await look(userId);
          const fits = part.number === 1 && (part.sequence ?? 1) > 0;
          // A life that ended takes its later parts along.
          const inLife = begunIn === undefined || begunIn === user?.life.incarnation;
          if ((user === null || !inLife) && !fits) return { outcome: "conflict" };
          if (user === null) {
            await layout.begin();
            const begun = await createLife(medium, userId, (incarnation, seen) => ({
              records: [encodePart(incarnation, part, { seen, sequence: 0, sessions: 0, ordinal: 1 }).record],
              history: {},
            }));
            if (begun) return { outcome: "stored", sequence: part.sequence ?? 1, session: 1 };
            begunIn ??= "";
          } else {
            begunIn ??= user.life.incarnation;
            try {
              return await appendTo(medium, { life: user.life, index: indexOf(user), floor: floorOf(user) }, part);
            } catch (error) {
              cache.delete(userId);
              if (!isGone(error)) throw error;
            }
          }
          if (attempt === ATTEMPTS) {
            throw new PersonaError(
              "STORE_UNAVAILABLE",
              "The user is being erased again and again. Try again when that has stopped. Nothing was acknowledged.",
            );
          }
        }
      }),

    readSession: (userId, sessionId) =>
      reading(userId, null, async (user) => {
        const key = closedSessionId(user.life.incarnation, sessionId);
        const state = readSessionOf(medium, user.life, indexOf(user), key);
        // Whoever is told of a part may rely on it, also if its writer has not brought it to the medium yet.
        if (state !== null) await syncLog(user);
        return state;
      }),

    readParts: (userId, range) =>
      reading(userId, [], (user) => {
        // What was forgotten still stands there.
        if (user.life.unfinished !== undefined) throw user.life.unfinished;
        return readPartsOf(medium, user.life, indexOf(user), range);
      }),

    rewriteHistory: (userId, expected, rewrite) =>
      call(async () => {
        const user = await expect(userId, expected);
        if (rewrite.persona.revision !== expected.revision + 1) throw conflict();
        const log = await orConflict(() => further(logStateOf(user), floorOf(user)));
        const digestsOf = (session: string) => digestsByMessage(medium, user.life, indexOf(user), session);
        if (!(await orConflict(() => claimRewrite(medium, user.life, rewrite, { log, digestsOf })))) throw conflict();
        await look(userId);
      }),

    restoreUser: (userId, life) =>
      call(async () => {
        if ((await look(userId)) !== null) throw conflict();
        await layout.begin();
        if (!(await restoreLife(medium, userId, life))) throw conflict();
      }),

    eraseUser: (userId) =>
      call(async () => {
        const folderName = userFolderName(userId);
        cache.delete(userId);
        await eraseFolder(medium, folderName);
      }),

    listUsers: (range) => call(() => listUserPage(medium, range)),
  };
}

/** What has gone away meanwhile was erased. */
async function orConflict<T>(run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw isGone(error) ? conflict() : error;
  }
}

function conflict(): PersonaError {
  return new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
}
