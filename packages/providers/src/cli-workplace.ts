import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Invocation } from "./cli-assistant.ts";

/** Where an assistant runs once. */
export interface Workplace {
  /** Its folder, of this run alone; everything below goes with it. */
  readonly folder: string;
  /** Where the program starts: empty. */
  readonly workplace: string;
  /** Where the program puts its temporary files, which may repeat the conversation. */
  readonly temporary: string;
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-cli-"));
  const workplace = join(folder, `lifelong-${randomUUID()}`);
  const temporary = join(folder, "temporary");
  await mkdir(workplace);
  await mkdir(temporary);
  return { folder, workplace, temporary };
}

export async function furnish({ files = {}, links = {} }: Invocation): Promise<void> {
  for (const path of Object.keys({ ...files, ...links })) await mkdir(dirname(path), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(path, text);
  for (const [path, target] of Object.entries(links)) await symlink(target, path);
}

export async function closeWorkplace({ folder }: Workplace, traces: readonly string[] = []): Promise<void> {
  for (const path of [folder, ...traces]) await rm(path, { recursive: true, force: true, maxRetries: 3 });
}
