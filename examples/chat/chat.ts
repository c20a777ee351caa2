import { PersonaError } from "@lifelong/core";
import { wrap } from "lifelong";
import type { AnswerView } from "./answer-view.ts";
import { type Room, runCommand } from "./commands.ts";

/** Talks until the person leaves. */
export async function chat(room: Room, view: AnswerView): Promise<void> {
  const { terminal } = room;
  const { style } = terminal.layout;
  for (;;) {
    const line = await terminal.ask(style.title("› "));
    const said = line?.trim();
    if (said === undefined || /^\/(?:quit|exit)$/.test(said)) return;
    if (said === "") continue;
    try {
      const isAgain = said === "/retry";
      if (said.startsWith("/") && !isAgain) {
        await runCommand(room, said);
        continue;
      }
      terminal.write("\n");
      await terminal.interruptible((signal) =>
        view.show(isAgain ? room.session.retry({ signal }) : room.session.send(said, { signal })),
      );
    } catch (error) {
      const lines = wrap(sentenceOf(error), terminal.layout.width);
      terminal.write(`${lines.map((line) => `  ${style.bad(line)}`).join("\n")}\n`);
    }
    terminal.write("\n");
  }
}

function sentenceOf(error: unknown): string {
  if (PersonaError.isInstance(error)) {
    return error.code.startsWith("MODEL_") ? `${error.message} /retry asks it again.` : error.message;
  }
  if (error instanceof Error && error.name === "AbortError") return "Stopped.";
  throw error;
}
