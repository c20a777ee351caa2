import * as z from "zod";

/** The name of the one question that a call asks. */
export const QUESTION = "confirm";

/** Nothing to fill in: yes, no, or neither. */
export const FORM: { type: "object"; properties: Record<string, never> } = { type: "object", properties: {} };

const elicitation = z.object({
  elicitation: z.looseObject({ form: z.unknown(), url: z.unknown() }).partial(),
});

/** Whether a host says that it can ask its user something in a form; one that names no way means that one. */
export function canAsk(capabilities: unknown): boolean {
  const ways = elicitation.safeParse(capabilities).data?.elicitation;
  return ways !== undefined && (ways.form !== undefined || ways.url === undefined);
}
