import type { LeftOut, TranscriptMessage } from "./transcript.ts";

/** Collects the messages of a transcript while its lines are read. */
export interface Dialogue {
  readonly messages: readonly TranscriptMessage[];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** The person said this. */
  typed(text: string, at?: string): void;
  /**
   * The model said this; it stands until it says more.
   *
   * @param id - of the model's message: texts of one message belong together
   */
  answered(text: string, id?: string, at?: string): void;
  leaveOut(reason: LeftOut): void;
  /** All messages so far come from another conversation, and are told there. */
  wereCopied(): void;
}

export function createDialogue(): Dialogue {
  let messages: TranscriptMessage[] = [];
  const leftOut: Partial<Record<LeftOut, number>> = {};
  let answerId: string | undefined;

  function leaveOut(reason: LeftOut, count = 1): void {
    leftOut[reason] = (leftOut[reason] ?? 0) + count;
  }

  return {
    get messages() {
      return messages;
    },
    leftOut,
    leaveOut: (reason) => leaveOut(reason),
    typed(text, at) {
      messages.push({ role: "user", text, ...(at && { at }) });
      answerId = undefined;
    },
    answered(text, id, at) {
      const last = messages.at(-1);
      // Before the first word of a person there is nobody to answer.
      if (last === undefined) return;
      const isContinued = last.role === "assistant" && id !== undefined && id === answerId;
      if (last.role === "assistant") messages.pop();
      messages.push({ role: "assistant", text: isContinued ? `${last.text}\n${text}` : text, ...(at && { at }) });
      answerId = id;
    },
    wereCopied() {
      const typed = messages.filter(({ role }) => role === "user").length;
      if (typed > 0) leaveOut("copied", typed);
      messages = [];
    },
  };
}
