import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Seconds between the starts of two conversations. */
const APART = 3_600;
const FIRST = Date.parse("2024-01-01T00:00:00Z") / 1000;
const TURNS = 6;
const FILLER = "The answer weighs what was asked against what is known, and says in a few sentences what follows. ";

/**
 * Writes an export of ChatGPT's form with as many conversations as are wanted, a few turns and a left branch each, one at
 * a time.
 */
export async function writeExport(path: string, conversations: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("[");
  for (let index = 0; index < conversations; index += 1) {
    const text = `${index === 0 ? "" : ","}\n${JSON.stringify(conversationOf(index))}`;
    if (!file.write(text)) await once(file, "drain");
  }
  file.end("]\n");
  await finished(file);
}

function conversationOf(index: number): object {
  const mapping: Record<string, object> = { root: { id: "root", message: null, parent: null, children: ["u0"] } };
  let parent = "root";
  const say = (id: string, role: string, text: string) => {
    mapping[id] = {
      id,
      parent,
      children: [],
      message: {
        id,
        author: { role, name: null, metadata: {} },
        create_time: FIRST + index * APART,
        content: { content_type: "text", parts: [text] },
        status: "finished_successfully",
        weight: 1,
        metadata: {},
        recipient: "all",
      },
    };
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const asked = turn === 0 && index % 10 === 0 ? `I like topic ${index}. ` : "";
    say(`u${turn}`, "user", `${asked}Question ${turn} of conversation ${index}: what follows from this?`);
    parent = `u${turn}`;
    say(`a${turn}`, "assistant", `Answer ${turn} of ${index}. ${FILLER.repeat(3)}`);
    parent = `a${turn}`;
  }
  const current = parent;
  parent = "u0";
  say("left", "assistant", "An answer that was asked for again.");
  const id = `made-${index}`;
  const create_time = FIRST + index * APART;
  return { title: `Conversation ${index}`, create_time, mapping, current_node: current, conversation_id: id, id };
}
