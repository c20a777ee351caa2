import { allUsers, type CopyReport, copyUsers, PersonaError, type PersonaStore } from "@lifelong/core";
import type { Command } from "commander";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import { parseLocation, placeOf, type StoreLocation } from "../location.ts";
import { openStoreAt } from "../open-store.ts";
import { openProgress } from "../progress.ts";
import { count } from "../view/count.ts";
import type { Layout } from "../view/layout.ts";
import { oneLine, wrap } from "../view/text-width.ts";

export function define(command: Command, run: Run): void {
  command
    .description(
      "Copies every profile from one store to another: persona, history, conversations, and what is closed. Each is read back and compared. It may be ended and begun again at any time: what is there already is passed over, and nothing is overwritten that is no earlier copy.",
    )
    .requiredOption("--from <location>", "the store that is copied, like file:./lifelong-data")
    .requiredOption("--to <location>", "the store that takes everything in, like redis://host")
    .addHelpText("after", examples("copy --from file:./lifelong-data --to redis://host:6379"))
    .action(({ from, to }: { from: string; to: string }) => run((context) => copy(context, from, to)));
}

async function copy(context: CommandContext, from: string, to: string): Promise<void> {
  const { config, terminal, answer } = context;
  const [source, target] = [from, to].map((text) => parseLocation(text, config.elsewhere));
  if (!source || !target || placeOf(source) === placeOf(target)) {
    throw new PersonaError("CONFIGURATION", "--from and --to name the same store. Name another one to copy to.");
  }
  const stores: PersonaStore[] = [];
  const open = async (location: StoreLocation) => {
    const store = await openStoreAt(location, config);
    stores.push(store);
    return store;
  };
  try {
    const [old, next] = [await open(source), await open(target)];
    const progress = openProgress(terminal, "profiles", await countUsers(old));
    const stopping = new AbortController();
    const stop = () => stopping.abort(new PersonaError("STORE_UNAVAILABLE", "Stopped. Copy again to go on from here."));
    process.once("SIGINT", stop).once("SIGTERM", stop);
    const report = await copyUsers(old, next, { signal: stopping.signal, onUser: progress.step }).finally(progress.end);
    answer(report, (layout) => viewCopy(report, placeOf(target), layout));
    if (report.refused.length > 0) process.exitCode = 1;
  } finally {
    for (const store of stores) await store.close?.();
  }
}

async function countUsers(store: PersonaStore): Promise<number> {
  let users = 0;
  for await (const _userId of allUsers(store)) users += 1;
  return users;
}

function viewCopy(
  { users, copied, present, changed, sessions, revisions, refused }: CopyReport,
  place: string,
  layout: Layout,
): string {
  const whole = copied + present + changed;
  const sentences = [
    `${count(whole, "profile")} of ${users} stand in ${place} as they stand here, with ${count(sessions, "conversation")} and ${count(revisions, "revision")}: ${copied} copied, ${changed} brought up to date, ${present} there already.`,
    ...refused.map(({ userId, reason }) => `Not copied: profile ${oneLine(userId)}. ${reason}`),
    ...(refused.length === 0
      ? ["Nothing was changed here: name the new store with --store or LIFELONG_STORE, then remove this one."]
      : []),
  ];
  return `${sentences.flatMap((sentence) => wrap(sentence, layout.width)).join("\n")}\n`;
}
