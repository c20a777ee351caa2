import { join } from "node:path";
import { PersonaError, type Status } from "@lifelong/core";
import { examineFolder, repairFolder } from "@lifelong/store-file";
import { readClients } from "./clients.ts";
import type { CommandContext } from "./command-context.ts";
import type { Config } from "./config.ts";
import { excludedFolders } from "./excluded-folders.ts";
import { lastFailure } from "./hooks/hook-log.ts";
import { type FolderLocation, isFolder, placeOf, type StoreLocation } from "./location.ts";
import { syncServiceOf } from "./synced-folder.ts";
import { count } from "./view/count.ts";
import type { Findings, Remark } from "./view/doctor-view.ts";

/** How long a failure of a hook is worth a warning. */
const RECENT_MS = 3 * 24 * 60 * 60_000;

/**
 * Looks at the data of one profile. What cannot be read becomes a warning.
 *
 * @param options.repair - first sets aside what is damaged in the whole folder, and returns to the last good revision
 * @throws PersonaError `CONFIGURATION` for a repair of a store that is no folder
 */
export async function findOut(
  config: Config,
  { open, openStore }: Pick<CommandContext, "open" | "openStore">,
  { repair = false }: { repair?: boolean } = {},
): Promise<Findings> {
  const { store, profile, off, learning } = config;
  const repairs = repair ? await repairOf(store) : [];
  const findings = isFolder(store) ? await lookThrough(store) : [];
  const warnings: Remark[] = findings.map(({ path, sentence }) => ({ sentence, path }));
  const warnOf = (error: unknown) => {
    if (!PersonaError.isInstance(error)) throw error;
    if (!warnings.some(({ sentence }) => sentence === error.message)) warnings.push({ sentence: error.message });
  };
  const opened = await openStore().catch(warnOf);
  const looked = await opened?.examine?.().catch(warnOf);
  warnings.push(...(looked ?? []).map(({ sentence }) => ({ sentence })));
  const status =
    opened &&
    (await (await open()).status(profile).catch((error: unknown) => {
      // Damage that the look at the folder has named already needs no second sentence.
      if (!findings.some(({ kind }) => kind === "damaged") || !PersonaError.isInstance(error)) warnOf(error);
    }));
  if (learning.model !== undefined) {
    const { openConfiguredModels } = await import("./open-models.ts");
    await openConfiguredModels(config).catch(warnOf);
  }
  const clients = await readClients(store).catch(warnOf);
  const excluded = await excludedFolders(config.elsewhere).list().catch(warnOf);
  warnings.push(...(await hookFailure(config.elsewhere, new Date())));
  const service = isFolder(store) ? syncServiceOf(store.directory) : undefined;
  if (service !== undefined) {
    warnings.push({
      sentence: `The folder is kept in step with other machines by ${service}, which can tear the data apart. Move it to another place, and name that with --store or LIFELONG_STORE.`,
    });
  }
  if (off) warnings.push({ sentence: "LIFELONG_OFF is set: assistants neither read nor record. Unset it to go on." });
  return {
    place: placeOf(store),
    repairs: repairs.map(({ sentence, aside, path }) =>
      aside === undefined ? { sentence, path } : { sentence: `${sentence} What was there is kept.`, path: aside },
    ),
    status: status ?? null,
    clients: (clients ?? []).filter((client) => client.profile === profile),
    excluded: excluded ?? [],
    warnings: [...warnings, ...unreadable(status ?? null), ...silences(status ?? null)],
  };
}

/** What lately went wrong where nobody was looking. */
async function hookFailure(data: string, now: Date): Promise<Remark[]> {
  const last = await lastFailure(data);
  if (last === undefined || now.getTime() - last.at.getTime() > RECENT_MS) return [];
  return [
    {
      sentence: `A hook of an assistant failed at ${last.at.toISOString()} (${last.what}). What it left undone is done by the next one that succeeds; if none does, check that the assistant runs the command that is installed. All failures:`,
      path: join(data, "hooks.log"),
    },
  ];
}

async function lookThrough({ directory }: FolderLocation) {
  return (await examineFolder({ directory })).filter(({ kind }) => kind !== "left");
}

async function repairOf(store: StoreLocation) {
  if (isFolder(store)) return repairFolder({ directory: store.directory });
  throw new PersonaError(
    "CONFIGURATION",
    `--repair mends the folder of the file store, and ${placeOf(store)} is another store: leave it out, and restore what is damaged there from a backup.`,
  );
}

/** What a model could not make sense of, and is not asked for again by itself. */
function unreadable(status: Status | null): Remark[] {
  const given = status?.parked.filter(({ reason, triesLeft }) => reason === "unreadable" && triesLeft === 0) ?? [];
  if (given.length === 0) return [];
  const sessions = given.reduce((total, range) => total + range.sessions, 0);
  return [
    {
      sentence: `The model's answers about ${count(sessions, "conversation")} could not be read, and they are not tried again by themselves. Nothing of them is lost: try another model with \`lifelong optimize --retry --model …\`.`,
    },
  ];
}

/** Why nothing was learned, where that may surprise. */
function silences(status: Status | null): Remark[] {
  const isSilent = status?.head && status.head.sessions > 0 && status.head.revision === 0 && !status.paused;
  if (!isSilent) return [];
  return [
    {
      sentence:
        "Conversations are recorded, but nothing was learned from them. By itself Lifelong understands only plain statements in English and Chinese, such as “I live in Lisbon” or “我住在杭州”; the rest, and every other language, waits for a model. Ask your assistant to run optimize_persona, or name a model with --model.",
    },
  ];
}
