import type { Command } from "./command.ts";
import type { createCommitter } from "./committer.ts";
import { type PlainCommand, writeOut } from "./edit.ts";
import { PersonaError } from "./errors.ts";
import { assertWithin, type History, personaAt, readHistory } from "./history.ts";
import type { UpdateReport } from "./personalizer.ts";
import { assertOwnFormat, type Reading, type Standing } from "./reading.ts";
import type { Change, Revision } from "./revision.ts";
import type { PersonaSchema } from "./schema.ts";
import type { PersonaStore } from "./store.ts";
import { undo } from "./undo.ts";
import { undoSince } from "./undo-since.ts";

/** Carries out what the user does by hand: all commands in one revision, or none. */
export function createEditor(parts: {
  store: PersonaStore;
  schema: PersonaSchema;
  read: Reading;
  commit: ReturnType<typeof createCommitter>;
  now: () => Date;
}): (userId: string, commands: readonly Command[]) => Promise<Pick<UpdateReport, "outcome" | "revision" | "changes">> {
  const { store, schema, read, commit, now } = parts;

  return async function edit(userId, commands) {
    for (;;) {
      const standing = await read(userId);
      assertOwnFormat(standing.persona);
      const { changes, ...undone } = await decide(userId, commands, standing);
      if (changes.length === 0) return { outcome: "nothing", revision: standing.persona.revision, changes };
      const committed = await commit(standing, {
        cause: { kind: "command", ...undone },
        changes,
        refusals: [],
      });
      if (committed === "conflict") continue;
      if (committed === "too-large") {
        throw new PersonaError(
          "INVALID_INPUT",
          "The persona has reached its largest size. Remove or forget something first.",
        );
      }
      return { outcome: "committed", revision: committed.persona.revision, changes };
    }
  };

  async function decide(
    userId: string,
    commands: readonly Command[],
    { persona }: Standing,
  ): Promise<{ changes: readonly Change[]; undoes?: number; undoesSince?: number }> {
    const at = now().toISOString();
    const [first] = commands;
    if (first?.kind !== "undo") {
      const plain = commands.filter((command): command is PlainCommand => command.kind !== "undo");
      if (plain.length < commands.length) throw alone();
      return { changes: writeOut(plain, persona, schema, { revision: persona.revision + 1, at }) };
    }
    if (commands.length > 1) throw alone();
    const history = await readHistory(store, userId);
    if ("since" in first) {
      const { since: undoesSince, edits = false } = first;
      assertWithin(history, undoesSince);
      return { changes: undoSince({ history, since: undoesSince, edits, present: persona }, schema, at), undoesSince };
    }
    const target = undoable(history, first.revision);
    const before = personaAt(history, target - 1);
    const after = personaAt(history, target);
    return { changes: undo({ before, after, present: persona }, schema, at), undoes: target };
  }
}

function alone(): PersonaError {
  return new PersonaError("INVALID_INPUT", "An undo is a step of its own: send it without other commands.");
}

/** The revision to take back: the one named, or the newest that changed something and is no undo nor undone yet. */
function undoable({ revisions }: History, wanted: number | undefined): number {
  if (wanted !== undefined) {
    const named = revisions.find(({ revision }) => revision === wanted);
    if (!named)
      throw new PersonaError(
        "INVALID_INPUT",
        `Revision ${wanted} is not in the history. \`lifelong history\` lists what can be undone.`,
      );
    if (named.cause.kind === "forget")
      throw new PersonaError(
        "INVALID_INPUT",
        `Revision ${wanted} forgot something, and what is forgotten is gone: it cannot be undone.`,
      );
    if (named.cause.kind === "prune")
      throw new PersonaError(
        "INVALID_INPUT",
        `Revision ${wanted} only cleared old text away, which is gone, and changed nothing: there is nothing to undo.`,
      );
    return wanted;
  }
  const undone = new Set(revisions.flatMap(({ cause }) => (cause.kind === "command" ? (cause.undoes ?? []) : [])));
  const last = revisions.findLast((revision) => canBeUndone(revision) && !undone.has(revision.revision));
  if (!last) throw new PersonaError("INVALID_INPUT", "There is nothing to undo.");
  return last.revision;
}

function canBeUndone({ cause, changes }: Revision): boolean {
  const isUndo = cause.kind === "command" && cause.undoes !== undefined;
  return changes.length > 0 && cause.kind !== "forget" && !isUndo;
}
