import * as z from "zod";

const usage = z.record(z.string(), z.unknown()).nullish();
const event = z.object({
  type: z.string(),
  index: z.int().optional(),
  message: z.object({ usage }).optional(),
  content_block: z.looseObject({ type: z.string(), text: z.string().optional() }).optional(),
  delta: z
    .object({
      text: z.string().optional(),
      partial_json: z.string().optional(),
      stop_reason: z.string().nullish(),
    })
    .optional(),
  usage,
});

interface Block extends Record<string, unknown> {
  text?: string;
  /** The input of a tool, as the model wrote it. */
  json?: string;
}

/**
 * The message that a stream of events comes to.
 *
 * @throws Error when the stream ends before the message does
 */
export async function collectMessage(
  events: AsyncIterable<unknown>,
  onText: (delta: string) => void,
): Promise<unknown> {
  const blocks: Block[] = [];
  let spent: Record<string, unknown> | undefined;
  let stop: string | null | undefined;
  let isWhole = false;
  for await (const sent of events) {
    const { type, index = 0, message, content_block: begun, delta, usage: reported } = event.parse(sent);
    // What the end does not report stays as the beginning reported it.
    for (const counted of [message?.usage, reported]) {
      const known = Object.entries(counted ?? {}).filter(([, count]) => count !== null);
      if (counted) spent = { ...spent, ...Object.fromEntries(known) };
    }
    if (begun) blocks[index] = { ...begun };
    const block = blocks[index];
    const text = (begun?.type === "text" ? begun.text : delta?.text) ?? "";
    if (text !== "") onText(text);
    if (block && delta?.text !== undefined) block.text = `${block.text ?? ""}${delta.text}`;
    if (block && delta?.partial_json) block.json = `${block.json ?? ""}${delta.partial_json}`;
    stop = delta?.stop_reason ?? stop;
    isWhole ||= type === "message_stop";
  }
  if (!isWhole) throw new Error("The stream ended before the message did.");
  return { content: blocks, stop_reason: stop, usage: spent };
}
