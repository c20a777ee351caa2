import type { Personalizer } from "@lifelong/core";
import type { StoreLocation } from "../location.ts";
import type { Sitting } from "../transcripts/transcript.ts";
import { type Asking, deepPassRequest } from "./deep-pass-request.ts";
import { type HookAnswer, tellModel } from "./hook-answer.ts";
import { knownContext, NOTHING_KNOWN } from "./known-context.ts";
import { tellNews } from "./told-news.ts";

/** Makes the host note that it has a screen. */
const SIGN = "Lifelong is on.";

/**
 * What the start could not say: the host did not listen then, or the hook was late, or could not know that a person sits
 * there. News and requests come with the first prompt alone.
 */
export async function answerTurnStart(
  personalizer: Personalizer,
  userId: string,
  { location, sitting, ...asking }: Asking & { readonly location: StoreLocation; readonly sitting: Sitting },
): Promise<HookAnswer> {
  const { isAttended, isTold, isBegun } = sitting;
  const known = isTold ? "" : (await knownContext(personalizer, userId)) || NOTHING_KNOWN;
  const news = isBegun ? undefined : await tellNews(personalizer, userId, location);
  const request = isBegun ? "" : await deepPassRequest(personalizer, userId, asking);
  const line = news ?? (isAttended ? undefined : SIGN);
  return {
    ...(line !== undefined && { systemMessage: line }),
    ...tellModel("BeforeAgent", known, request),
  };
}
