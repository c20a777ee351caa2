import type { Personalizer } from "@lifelong/core";
import type { StoreLocation } from "../location.ts";
import { type Asking, deepPassRequest } from "./deep-pass-request.ts";
import { type HookAnswer, tellModel } from "./hook-answer.ts";
import { knownContext, NOTHING_KNOWN } from "./known-context.ts";
import { tellNews } from "./told-news.ts";

/**
 * The persona for the conversation that begins, and what the person should hear.
 *
 * @param attended - a person sits there; else nobody would see the news, and nobody is asked for anything
 * @param speaks - something is said even if nothing is known, since the host's transcript shows by it who sits there
 */
export async function answerSessionStart(
  personalizer: Personalizer,
  userId: string,
  {
    location,
    attended,
    speaks = false,
    ...asking
  }: Asking & { readonly location: StoreLocation; readonly attended: boolean; readonly speaks?: boolean },
): Promise<HookAnswer> {
  const known = (await knownContext(personalizer, userId)) || (speaks ? NOTHING_KNOWN : "");
  const news = attended ? await tellNews(personalizer, userId, location) : undefined;
  const request = attended ? await deepPassRequest(personalizer, userId, asking) : "";
  return {
    ...(news !== undefined && { systemMessage: news }),
    ...tellModel("SessionStart", known, request),
  };
}
