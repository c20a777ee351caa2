import * as z from "zod";

const callDelta = z.object({
  index: z.int().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

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
            tool_calls: z.array(callDelta).nullish(),
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
  const calls: StreamedCall[] = [];
  for await (const sent of chunks) {
    const { choices, usage: reported } = chunk.parse(sent);
    usage = reported ?? usage;
    const [choice] = choices ?? [];
    finish = choice?.finish_reason ?? finish;
    refusal += choice?.delta?.refusal ?? "";
    const text = choice?.delta?.content ?? "";
    content += text;
    if (text !== "") onText(text);
    for (const delta of choice?.delta?.tool_calls ?? []) addTo(calls, delta);
  }
  if (finish === undefined) throw new Error("The stream ended before the answer did.");
  return {
    choices: [
      {
        finish_reason: finish,
        message: {
          content,
          refusal,
          tool_calls: calls.map(({ id, name, arguments: json }) => ({ id, function: { name, arguments: json } })),
        },
      },
    ],
    usage,
  };
}

interface StreamedCall {
  readonly index: number | undefined;
  id?: string;
  name: string;
  arguments: string;
}

/** Some services count nothing, others call every call the first: a name with another id begins another call. */
function addTo(calls: StreamedCall[], { index, id, function: called }: z.infer<typeof callDelta>): void {
  const name = called?.name ?? "";
  const open = calls.findLast((call) => index == null || call.index === index);
  const isOther = open?.id !== undefined && Boolean(id) && open.id !== id;
  const isNew = !open || (index == null ? name !== "" || isOther : name !== "" && isOther);
  const call = isNew ? { index: index ?? undefined, name: "", arguments: "" } : open;
  if (isNew) calls.push(call);
  if (id) call.id = id;
  // Some send the whole name with every piece.
  if (call.name === "") call.name = name;
  call.arguments += called?.arguments ?? "";
}
