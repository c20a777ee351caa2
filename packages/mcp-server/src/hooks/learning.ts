import { INSTANT, type Personalizer, type Recorded } from "@lifelong/core";
import { excludedFolders } from "../excluded-folders.ts";
import { sessionOf } from "../transcripts/transcript.ts";
import { readTranscript, type TranscriptHost } from "../transcripts/transcript-hosts.ts";

/**
 * Records what is new of a transcript. Undefined where nothing may or can be recorded: the folder is excluded, no person
 * sat there, or nobody has said anything yet.
 *
 * @param cwd - where the host says that the conversation takes place
 * @throws PersonaError `INVALID_INPUT` for a path outside of the host's folder
 */
export async function recordTranscript(
  personalizer: Personalizer,
  userId: string,
  {
    host,
    path,
    folder,
    cwd,
    data,
  }: {
    readonly host: TranscriptHost;
    readonly path: string;
    readonly folder: string;
    readonly cwd?: string;
    readonly data: string;
  },
): Promise<Recorded | undefined> {
  const transcript = await readTranscript(host, path, folder);
  const session = transcript && sessionOf(transcript);
  if (!session) return undefined;
  const excluded = excludedFolders(data);
  for (const place of [cwd, transcript.cwd]) {
    if (place !== undefined && (await excluded.covering(place)) !== undefined) return undefined;
  }
  return personalizer.recordSession(userId, session);
}

/**
 * Runs the instant pass where it has something to read, also when that goes on a conversation that it knows, and a pass
 * of a configured model that is due.
 *
 * @param due - names of the passes that a record has made due; absent: whatever is due now
 */
export async function learnPending(personalizer: Personalizer, userId: string, due?: readonly string[]): Promise<void> {
  const { passes } = await personalizer.status(userId);
  for (const { pass, by, due: isDue } of passes) {
    if (by === "host") continue;
    const runs = pass === INSTANT || due === undefined ? isDue : due.includes(pass);
    if (runs) await personalizer.optimize(userId, { pass });
  }
}
