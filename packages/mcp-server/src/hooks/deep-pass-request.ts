import { DEEP, type Personalizer } from "@lifelong/core";
import { isHostsPass } from "../host-turn.ts";

/** Whom a hook asks for the pass of the host's own model, and whether it may. */
export interface Asking {
  readonly mayAsk: () => Promise<boolean>;
  /** Who of the host is asked, as its model knows it. */
  readonly learner: string;
}

/** What a hook says to the model when the pass of its own is due; empty else, and where it may not ask now. */
export async function deepPassRequest(
  personalizer: Personalizer,
  userId: string,
  { mayAsk, learner }: Asking,
): Promise<string> {
  if (!isHostsPass(personalizer)) return "";
  const { passes } = await personalizer.status(userId);
  const isDue = passes.some(({ pass, due }) => pass === DEEP && due);
  if (!isDue || !(await mayAsk())) return "";
  return `Several conversations wait to be learned from. Once you have answered the user, ${learner}.`;
}
