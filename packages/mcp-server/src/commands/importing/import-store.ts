import { allUsers, defaultSchema, emptyPersona, INSTANT, PersonaError, type PersonaStore } from "@lifelong/core";
import type { CommandContext } from "../../command-context.ts";
import { mergeHands } from "../../importing/merge-persona.ts";
import { PAUSED } from "../../importing/record-conversations.ts";
import { closedElsewhere, sessionsIn } from "../../importing/store-sessions.ts";
import { parseLocation, placeOf } from "../../location.ts";
import { openStoreAt } from "../../open-store.ts";
import { openProgress } from "../../progress.ts";
import { viewMerge } from "../../view/merge-view.ts";

/** What taking another store in came to, for one user. */
export interface MergeReport {
  readonly userId: string;
  readonly recorded: number;
  readonly duplicates: number;
  /** Sessions there that hold no words any more, and those that were forgotten here. */
  readonly withoutWords: number;
  readonly closedHere: number;
  /** Sessions forgotten here because they were forgotten or private there. */
  readonly forgotten: number;
  /** Changes by the user's hand that were done here too, and fields forgotten here too. */
  readonly edits: number;
  readonly forgottenFields: readonly string[];
  /** Fields in which the user has set something else here, which stands. */
  readonly kept: readonly string[];
  readonly learned: number;
}

/**
 * Takes another store of Lifelong in: its sessions, what the user did there by hand, and what was forgotten there. What
 * was learned there is learned again, from the same words.
 *
 * @param options.all - every user of the other store; else the profile's
 */
export async function importStore(
  context: CommandContext,
  location: string,
  { all, dryRun }: { all: boolean; dryRun: boolean },
): Promise<void> {
  const { config, userId, answer } = context;
  const place = parseLocation(location, config.elsewhere);
  if (placeOf(place) === placeOf(config.store)) {
    throw new PersonaError("CONFIGURATION", "That is the store that takes everything in. Name the other one.");
  }
  const other = await openStoreAt(place, config);
  try {
    if (!all && (await other.readHead(userId)) === null) {
      const names = (await someUsers(other)).join(", ");
      throw new PersonaError(
        "INVALID_INPUT",
        `The store in ${placeOf(place)} holds nothing of profile ${userId}. ${names === "" ? "It is empty." : `It holds: ${names}. Name one with --profile, or take all with --multi-user.`}`,
      );
    }
    const reports: MergeReport[] = [];
    for await (const each of all ? allUsers(other) : [userId])
      reports.push(await mergeUser(context, other, each, dryRun));
    answer(reports, (layout) => viewMerge(reports, defaultSchema, layout, dryRun));
  } finally {
    await other.close?.();
  }
}

async function mergeUser(
  { open, openStore, terminal }: CommandContext,
  other: PersonaStore,
  userId: string,
  dryRun: boolean,
): Promise<MergeReport> {
  const personalizer = await open({ queue: {} });
  const store = await openStore();
  const head = await other.readHead(userId);
  const there = (await other.readPersona(userId)) ?? emptyPersona(userId);
  const here = await personalizer.show(userId);
  if (here.paused) throw new PersonaError("INVALID_INPUT", PAUSED);
  const { commands, forget, kept } = mergeHands(there, here, defaultSchema);
  const counts = { recorded: 0, duplicates: 0, withoutWords: 0, closedHere: 0, forgotten: 0, learned: 0 };
  const incarnation = head?.incarnation ?? "";
  const progress = openProgress(terminal, "conversations", head?.sessions ?? 0);

  // Before anything comes in that says again what was taken away there.
  if (!dryRun && commands.length > 0) await personalizer.edit(userId, commands);
  for (const field of dryRun ? [] : forget) await personalizer.forget(userId, { kind: "value", field });
  for await (const sessionId of closedElsewhere(store, other, { userId, incarnation })) {
    counts.forgotten += 1;
    if (!dryRun) await personalizer.forget(userId, { kind: "session", sessionId });
  }
  for await (const session of sessionsIn(other, userId)) {
    progress.step();
    if (!session.messages.some(({ text }) => text.trim() !== "")) counts.withoutWords += 1;
    else if (dryRun) counts[(await store.readSession(userId, session.id)) ? "duplicates" : "recorded"] += 1;
    else {
      const { duplicate, notKept } = await personalizer.recordSession(userId, session);
      if (notKept.some(({ reason }) => reason === "closed" || reason === "private")) counts.closedHere += 1;
      else counts[duplicate ? "duplicates" : "recorded"] += 1;
    }
  }
  progress.end();
  if (!dryRun) counts.learned = (await personalizer.optimize(userId, { pass: INSTANT })).changes.length;
  return { userId, ...counts, edits: commands.length, forgottenFields: forget, kept };
}

/** A few of those whom a store holds, for who looks for another. */
async function someUsers(store: PersonaStore): Promise<readonly string[]> {
  const users: string[] = [];
  for await (const userId of allUsers(store)) if (users.push(userId) === 5) break;
  return users;
}
