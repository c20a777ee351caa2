import * as z from "zod";

/** What is needed of a chunk; compatible endpoints leave out the rest, and some of this too. */
const chunk = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z
              .array(
                z.object({
                  index: z.int().nullish(),
                  id: z.string().nullish(),
                  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
                }),
              )
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
});

/**
 * The chat completion that a stream of chunks comes to.
 *
 * @throws Error when the stream ends before the answer does
 */
export async function collectCompletion(
  chunks: AsyncIterable<unknown>,
  onText: (delta: string) => void,
): Promise<unknown> {
  let content = "";
  let refusal = "";
  let finish: string | undefined;
  let usage: unknown;
  const calls: { id?: string; name: string; arguments: string }[] = [];
  for await (const sent of chunks) {
    const { choices, usage: reported } = chunk.parse(sent);
    usage = reported ?? usage;
    const [choice] = choices ?? [];
    finish = choice?.finish_reason ?? finish;
    refusal += choice?.delta?.refusal ?? "";
    const text = choice?.delta?.content ?? "";
    content += text;
    if (text !== "") onText(text);
    for (const { index, id, function: called } of choice?.delta?.tool_calls ?? []) {
      // Some services count nothing, and send each call whole.
      const place = index ?? (id || called?.name ? calls.length : calls.length - 1);
      calls[place] ??= { name: "", arguments: "" };
      const call = calls[place];
      if (id) call.id = id;
      call.name += called?.name ?? "";
      call.arguments += called?.arguments ?? "";
    }
  }
  if (finish === undefined) throw new Error("The stream ended before the answer did.");
  return {
    choices: [
      {
        finish_reason: finish,
        message: {
          content,
          refusal,
          tool_calls: calls.map(({ id, ...called }) => ({ id, function: called })),
        },
      },
    ],
    usage,
  };
}
