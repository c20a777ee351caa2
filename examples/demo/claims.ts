import assert from "node:assert/strict";
import type { Revision } from "@lifelong/core";
import { type Conversation, USER } from "./conversations.ts";
import type { Answers } from "./host.ts";

/** What came of a conversation. */
export interface Outcome {
  readonly recorded: Answers["record_session"];
  /** The revisions that it made, oldest first. */
  readonly news: readonly Revision[];
  /** The block that the server gives afterwards. */
  readonly persona: string;
}

/** Holds what came of a conversation against what the demo says of it. Throws an AssertionError with a sentence. */
export function claimOutcome(conversation: Conversation, { recorded, news, persona }: Outcome): void {
  const {
    learns = [],
    refuses = [],
    notKept = [],
    silent = [],
    replaces = [],
    messages,
    held = 0,
    title,
  } = conversation;

  assert.deepEqual(learnedIn(news), [...learns].sort(), `“${title}” teaches what the demo says, and nothing else.`);
  assert.deepEqual(refusedIn(news), [...refuses].sort(), `“${title}” is refused what the demo says, and nothing else.`);
  assert.deepEqual(
    recorded.notKept.map(({ reason }) => reason),
    notKept,
    `Of “${title}” is not kept what the demo says.`,
  );
  const keepable = notKept.includes("private") ? 0 : messages.length - held - notKept.length;
  assert.equal(recorded.kept, keepable, `Of “${title}” every message is stored that is new and may be kept.`);

  const own = messages.filter(({ role }) => role === "user");
  for (const { quote } of news.flatMap(evidenceIn)) {
    const isSaid = own.some(({ text }) => text.includes(quote));
    assert.ok(isSaid, `The quote “${quote}” stands word for word in what ${USER} said.`);
  }
  for (const [words] of silent) {
    const isThere = messages.some(({ text }) => text.includes(words));
    assert.ok(isThere, `“${words}” stands in “${title}”.`);
  }
  for (const learned of learns.filter((line) => line.includes(" = "))) {
    const content = learned.slice(learned.indexOf(" = ") + 3);
    assert.ok(persona.includes(content), `“${content}” is in the persona that the server gives next.`);
  }
  for (const gone of replaces) {
    assert.ok(!persona.includes(gone), `“${gone}” is no longer in the persona that the server gives next.`);
  }
}

function learnedIn(revisions: readonly Revision[]): string[] {
  const changes = revisions.flatMap((revision) => revision.changes);
  return changes
    .map((change) => {
      if ("value" in change) return `${change.field} = ${change.value.content}`;
      return "field" in change ? `− ${change.field}` : change.kind;
    })
    .sort();
}

function refusedIn(revisions: readonly Revision[]): string[] {
  return revisions.flatMap(({ refusals }) => refusals.map(({ code, field }) => `${code} ${field}`)).sort();
}

function evidenceIn({ changes }: Revision): readonly { readonly quote: string }[] {
  return changes.flatMap((change) => ("evidence" in change ? change.evidence : []));
}
