import type { WireReply } from "./model-wire.ts";
import type { ModelFault } from "./reference-model.ts";

type Line = { readonly delta: string } | Omit<WireReply, "text">;

/** Reads a stream of the reference vendor's: a line of JSON for each piece of the text, then one for the rest. */
export async function readStream(
  response: Response,
  onText: (delta: string) => void,
  fault?: ModelFault,
): Promise<WireReply> {
  const tell = (delta: string) => {
    if (fault !== "tells the text only when it is whole") onText(delta);
  };
  let text = "";
  try {
    for await (const written of linesOf(response)) {
      const line = JSON.parse(written) as Line;
      if ("delta" in line) {
        text += line.delta;
        tell(fault === "tells other text than it returns" ? line.delta.trim() : line.delta);
        continue;
      }
      if (line.toolCall && fault === "tells the arguments of a call") tell(JSON.stringify(line.toolCall.arguments));
      if (fault === "tells the text only when it is whole") onText(text);
      return { ...line, text: fault === "loses the text of a stream" ? "" : text };
    }
  } catch (error) {
    if (fault !== "takes half a stream for a whole one") throw error;
  }
  if (fault === "takes half a stream for a whole one") return { text, stop: "end" };
  throw new Error("The stream ended before its last line.");
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body ?? []) {
    const [...lines] = `${rest}${decoder.decode(bytes, { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
