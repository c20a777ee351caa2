import type { CardContent, CardData } from "../card-data.ts";
import type { HostChannel, ToolAnswer } from "./host-channel.ts";
import type { Ask, Notice } from "./notice.ts";
import { contentText, errorSentence } from "./wording.ts";

/** A value of the persona, as a call names it. */
export interface Named {
  readonly field: string;
  readonly label: string;
  readonly content: CardContent;
}

/** What the user can do on the card; each is absent where server or host does not let them. */
export interface Hand {
  readonly edit?: {
    keep(value: Named, section: string): void;
    remove(value: Named, section: string): void;
    lock(field: Pick<Named, "field" | "label">, locked: boolean, section: string): void;
    pause(paused: boolean, section: string): void;
    undo(revision: number, section: string): void;
  };
  /** Asks first. */
  readonly forget?: (value: Named, key: string, section: string) => void;
}

const CHANGED = "The user has just changed their persona on the card. Call get_persona before you rely on it again.";
const UNCHANGED = "Nothing changed: it is so already.";

/**
 * @param tools - what the server offers
 * @param during - does the work, unless other work is still going on
 * @param reload - shows the persona as it is now
 */
export function createHand(
  { channel, tools }: { channel: HostChannel; tools: CardData["tools"] },
  {
    ask,
    during,
    reload,
  }: { ask(question: Ask): void; during(work: () => Promise<void>): void; reload(notice: Notice): Promise<void> },
): Hand {
  const isOffered = (tool: string) => channel.passes.tools && tools.includes(tool);

  async function call(tool: string, input: Readonly<Record<string, unknown>>): Promise<ToolAnswer> {
    try {
      return await channel.callTool(tool, input);
    } catch (error) {
      const why = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
      return {
        text: `Your assistant did not pass this on${why}. Ask it in the conversation instead.`,
        data: {},
        isError: true,
      };
    }
  }

  function edit(command: Readonly<Record<string, unknown>>, section: string, done: string, idle = UNCHANGED): void {
    during(async () => {
      const { text, data, isError } = await call("edit_persona", { commands: [command] });
      if (isError) return reload({ section, text: errorSentence(text), isError });
      if (data.outcome !== "committed") return reload({ section, text: idle, isError: false });
      tellModel();
      const undo = typeof data.revision === "number" && { revision: data.revision };
      await reload({ section, text: done, isError: false, ...undo });
    });
  }

  function forget(value: Named, key: string, section: string, confirm?: string): void {
    const { field, label, content } = value;
    const named = quoted(contentText(content));
    during(async () => {
      const input = { field, content, ...(confirm !== undefined && { confirm }) };
      const { text, data, isError } = await call("forget", input);
      if (isError) return reload({ section, text: errorSentence(text), isError });
      if (data.outcome === "confirmation-wanted" && typeof data.confirm === "string" && data.confirm !== confirm) {
        const phrase = data.confirm;
        const question = `Forget that ${quoted(label)} holds ${named}, and the messages that say it, for good?`;
        return ask({ key, text: question, yes: () => forget(value, key, section, phrase) });
      }
      if (data.outcome !== "forgotten") return reload({ section, text: `${named} was kept.`, isError: false });
      tellModel();
      await reload({ section, text: `${named} and what said it is forgotten.`, isError: false });
    });
  }

  /** A model that is not told goes on with what it has read; nothing else is lost. */
  function tellModel(): void {
    channel.tellModel(CHANGED).catch(() => {});
  }

  const canEdit: Hand["edit"] = {
    keep({ field, label, content }, section) {
      const text = contentText(content);
      edit({ kind: "set", field, content }, section, `${quoted(text)} is kept in ${quoted(label)}.`);
    },
    remove({ field, label, content }, section) {
      const text = contentText(content);
      edit({ kind: "remove", field, content }, section, `${quoted(text)} is removed from ${quoted(label)}.`);
    },
    lock({ field, label }, locked, section) {
      const done = locked ? "is locked: only you change it." : "is unlocked: it may be learned again.";
      edit({ kind: locked ? "lock" : "unlock", field }, section, `${quoted(label)} ${done}`);
    },
    pause(paused, section) {
      edit({ kind: paused ? "pause" : "resume" }, section, paused ? "Learning is paused." : "Learning goes on.");
    },
    undo(revision, section) {
      const idle = "Nothing is left to take back: all of it was changed since.";
      edit({ kind: "undo", revision }, section, "The change is taken back.", idle);
    },
  };
  return {
    ...(isOffered("edit_persona") && { edit: canEdit }),
    ...(isOffered("forget") && { forget: (value, key, section) => forget(value, key, section) }),
  };
}

function quoted(text: string): string {
  return `“${text}”`;
}
