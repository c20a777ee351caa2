import type { AgentEvent } from "@lifelong/agent";
import { oneLine } from "lifelong";
import { type FlowingText, flowingText } from "./flowing-text.ts";
import { INDENT, type Terminal } from "./terminal.ts";

/** Columns of what a tool says. */
const GLANCE = 60;

/** Shows a turn as it comes. Ends as the turn ends. */
export async function showAnswer(events: AsyncIterable<AgentEvent>, terminal: Terminal): Promise<void> {
  const { style, width } = terminal.layout;
  let flowing: FlowingText | undefined;
  const endText = () => {
    flowing?.end();
    if (flowing) terminal.write("\n");
    flowing = undefined;
  };
  const tell = (line: string) => {
    endText();
    terminal.write(`${INDENT}${style.faint(line)}\n`);
  };
  terminal.status(`${INDENT}…`);
  try {
    for await (const event of events) {
      switch (event.type) {
        case "text-delta":
          if (!flowing) {
            terminal.write(INDENT);
            flowing = flowingText((text) => terminal.write(text), { width, indent: INDENT });
          }
          flowing.push(event.delta);
          break;
        case "tool-called":
          endText();
          terminal.status(`${INDENT}· ${event.name} ${glance(event.arguments)}`);
          break;
        case "tool-finished":
        case "tool-refused":
          tell(`· ${event.name}: ${glance(event.text)}`);
          terminal.status(`${INDENT}…`);
          break;
        case "turn-finished":
          endText();
          if (event.text === "") tell("The model said nothing.");
          if (event.stop === "length") tell("The answer was cut off at the model's limit. Say “go on”.");
          break;
      }
    }
  } finally {
    endText();
  }
}

function glance(text: string): string {
  const line = oneLine(text);
  return line.length > GLANCE ? `${line.slice(0, GLANCE).toWellFormed()}…` : line;
}
