import * as z from "zod";

const answer = z.looseObject({
  content: z.array(z.looseObject({ type: z.literal("text"), text: z.string() })),
  isError: z.boolean().optional(),
});

/** The text of a tool's answer. @throws Error with that text when the answer is an error */
export function answerText(given: unknown): string {
  const { content, isError } = answer.parse(given);
  const text = content.map((part) => part.text).join("\n");
  if (isError) throw new Error(text);
  return text;
}
