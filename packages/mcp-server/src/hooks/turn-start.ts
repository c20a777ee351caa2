import type { Personalizer } from "@lifelong/core";
import type { Sitting } from "../transcripts/transcript.ts";
import { type HookAnswer, tellModel } from "./hook-answer.ts";
import { knownContext, NOTHING_KNOWN } from "./known-context.ts";

/** Makes the host note that it has a screen. */
const SIGN = "Lifelong is on.";

/** What the start of the conversation could not say: the host did not listen then, or the hook was late. */
export async function answerTurnStart(
  personalizer: Personalizer,
  userId: string,
  { isAttended, isTold }: Sitting,
): Promise<HookAnswer> {
  const known = isTold ? "" : (await knownContext(personalizer, userId)) || NOTHING_KNOWN;
  return { ...(!isAttended && { systemMessage: SIGN }), ...tellModel("BeforeAgent", known) };
}
