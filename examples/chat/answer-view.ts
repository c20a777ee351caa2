import { setImmediate as nextRound } from "node:timers/promises";
import type { AgentEvent, PermissionQuestion } from "@lifelong/agent";
import type { NotKept } from "@lifelong/core";
import { oneLine, textWidth, wrap } from "lifelong";
import { type FlowingText, flowingText } from "./flowing-text.ts";
import { INDENT, type Terminal } from "./terminal.ts";

/** Columns of what a tool is asked and says. */
const GLANCE = 76;
/** Of a question's arguments; what is longer says how much is missing. */
const QUESTION_CHARACTERS = 2_000;
/** What a terminal obeys or does not show, and what a person who is asked has to see. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const NOT_KEPT: Readonly<Partial<Record<NotKept["reason"], string>>> = {
  "off-the-record": "Not kept, as you asked.",
  private: "Nothing of this conversation is kept, as you asked.",
  paused: "Learning is paused: nothing of this is kept.",
};

/** The agent's part of the conversation. */
export interface AnswerView {
  /** Shows a turn as it comes. Ends as the turn ends. */
  show(events: AsyncIterable<AgentEvent>): Promise<void>;
  /** Asks the person whether a tool may run; no is the answer of nobody. */
  ask(question: PermissionQuestion): Promise<boolean>;
}

export function answerView(terminal: Terminal): AnswerView {
  let flowing: FlowingText | undefined;
  let notKept = "";

  function endText(): void {
    flowing?.end();
    if (flowing) terminal.write("\n");
    flowing = undefined;
  }

  function tell(line: string): void {
    endText();
    terminal.write(`${INDENT}${terminal.layout.style.faint(line)}\n`);
  }

  function push(delta: string): void {
    if (!flowing) {
      terminal.write(INDENT);
      flowing = flowingText((text) => terminal.write(text), {
        get width() {
          return terminal.layout.width;
        },
        indent: INDENT,
      });
    }
    flowing.push(delta);
  }

  function tellNotKept(reasons: readonly NotKept[]): void {
    const [sentence = ""] = reasons.flatMap(({ reason }) => NOT_KEPT[reason] ?? []);
    if (sentence !== "" && sentence !== notKept) tell(sentence);
    notKept = sentence;
  }

  function showEvent(event: AgentEvent): void {
    switch (event.type) {
      case "text-delta":
        push(event.delta);
        break;
      case "tool-called":
        endText();
        terminal.status(`${INDENT}${glance(`· ${event.name} ${event.arguments}`, terminal.layout.width)}`);
        break;
      case "tool-finished":
      case "tool-refused":
        tell(glance(`· ${event.name}: ${event.text}`, terminal.layout.width));
        terminal.status(`${INDENT}…`);
        break;
      case "turn-finished":
        endText();
        if (event.text === "") tell("The model said nothing.");
        if (event.stop === "length") tell("The answer was cut off at the model's limit. Say “go on”.");
        break;
      case "session-recorded":
        tellNotKept(event.recorded.notKept);
        break;
    }
  }

  return {
    async show(events) {
      terminal.status(`${INDENT}…`);
      try {
        for await (const event of events) showEvent(event);
      } finally {
        endText();
      }
    },
    async ask({ tool, arguments: json, signal }) {
      if (!terminal.interactive) return false;
      // What was said before the question is on its way, and comes first.
      await nextRound();
      endText();
      const question = `Run ${tool.name} with ${plainly(json)}?`;
      const lines = wrap(question, terminal.layout.width).map((line) => `${INDENT}${line}\n`);
      terminal.write(lines.join(""));
      return terminal.confirm(`${INDENT}[y/N] `, { signal });
    },
  };
}

function plainly(json: string): string {
  const rest = json.length - QUESTION_CHARACTERS;
  const shown = rest > 0 ? `${json.slice(0, QUESTION_CHARACTERS)}… and ${rest} more characters` : json;
  return shown.replace(UNSEEN, (unseen) => `\\u{${unseen.codePointAt(0)?.toString(16)}}`).toWellFormed();
}

function glance(text: string, width: number): string {
  return shorten(text, Math.min(width, GLANCE));
}

/** Text of somebody else, in one line of at most so many columns. */
export function shorten(text: string, columns: number): string {
  const line = oneLine(text);
  if (textWidth(line) <= columns) return line;
  let begun = "";
  for (const letter of line) {
    if (textWidth(begun + letter) >= columns) break;
    begun += letter;
  }
  return `${begun}…`;
}
