import { DEEP, type Personalizer, type Status } from "@lifelong/core";
import { isHostsPass } from "../host-turn.ts";
import type { StoreLocation } from "../location.ts";
import { type HookAnswer, tellModel } from "./hook-answer.ts";
import { knownContext, NOTHING_KNOWN } from "./known-context.ts";
import { tellNews } from "./told-news.ts";

/**
 * The persona for the conversation that begins, and what the person should hear.
 *
 * @param attended - a person sits there; else nobody would see the news, and nobody is asked for anything
 * @param mayAsk - whether the host's model may be asked for an update now
 * @param learner - who of the host is asked, as its model knows it
 * @param speaks - something is said even if nothing is known, since the host's transcript shows by it who sits there
 */
export async function answerSessionStart(
  personalizer: Personalizer,
  userId: string,
  {
    location,
    attended,
    mayAsk,
    learner,
    speaks = false,
  }: {
    readonly location: StoreLocation;
    readonly attended: boolean;
    readonly mayAsk: () => Promise<boolean>;
    readonly learner: string;
    readonly speaks?: boolean;
  },
): Promise<HookAnswer> {
  const known = await knownContext(personalizer, userId);
  const news = attended ? await tellNews(personalizer, userId, location) : undefined;
  const asks = attended && isDueByHost(personalizer, await personalizer.status(userId)) && (await mayAsk());
  const request = `Several conversations wait to be learned from. Once you have answered the user, ${learner}.`;
  const context = [...(known === "" ? [] : [known]), ...(asks ? [request] : [])].join("\n");
  return {
    ...(news !== undefined && { systemMessage: news }),
    ...tellModel("SessionStart", context === "" && speaks ? NOTHING_KNOWN : context),
  };
}

function isDueByHost(personalizer: Personalizer, { passes }: Status): boolean {
  return isHostsPass(personalizer) && passes.some(({ pass, due }) => pass === DEEP && due);
}
