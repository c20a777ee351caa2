import type { LeftOut, Transcript } from "../transcripts/transcript.ts";
import type { Found } from "./format.ts";
import { countIn, type MessageCounts, type MessageReason } from "./left-out.ts";

const REASONS: Readonly<Record<LeftOut, MessageReason>> = {
  "tool-result": "tool",
  "side-chain": "tool",
  meta: "host",
  summary: "host",
  command: "host",
  hook: "host",
  reminder: "host",
  interruption: "host",
  unattended: "host",
  "not-typed": "host",
  copied: "branch",
  unknown: "unknown",
  unreadable: "unknown",
};

/** A transcript of a host as a conversation; under the host's own id, so that what a hook has recorded is known. */
export function foundIn(transcript: Transcript | null): Found {
  if (transcript === null) return { kind: "passed-over", reason: "empty" };
  const { sessionId: id, startedAt, cwd, messages, unattended } = transcript;
  if (unattended) return { kind: "passed-over", reason: "unattended" };
  const leftOut: MessageCounts = {};
  for (const [reason, number] of Object.entries(transcript.leftOut)) {
    countIn(leftOut, REASONS[reason as LeftOut], number);
  }
  const said = messages.map(({ role, text }) => ({ role, text }));
  return { kind: "conversation", id, startedAt, ...(cwd && { folder: cwd }), messages: said, leftOut };
}
