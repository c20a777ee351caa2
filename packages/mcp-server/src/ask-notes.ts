import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notesFolder, type StoreLocation } from "./location.ts";

/**
 * Says yes at most once a day (UTC) and profile, among any number of processes: the day's note is a file that only one
 * of them can create. Notes of other days go.
 *
 * @throws what the file system throws; whoever asks then leaves it
 */
export async function claimDailyAsk(location: StoreLocation, profile: string, now: Date): Promise<boolean> {
  const folder = join(notesFolder(location), "asked");
  const prefix = `${createHash("sha256").update(profile).digest("hex").slice(0, 16)}-`;
  const name = `${prefix}${now.toISOString().slice(0, 10)}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(folder, name), "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  const others = (await readdir(folder)).filter((other) => other.startsWith(prefix) && other !== name);
  await Promise.all(others.map((other) => rm(join(folder, other), { force: true })));
  return true;
}
