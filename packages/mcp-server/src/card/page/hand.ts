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

/**
 * @param tools - what the server offers
 * @param reload - shows the persona as it is now
 */
export function createHand(
  { channel, tools }: { channel: HostChannel; tools: CardData["tools"] },
  { ask, reload }: { ask(question: Ask): void; reload(notice: Notice): Promise<void> },
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

  async function edit(
    command: Readonly<Record<string, unknown>>,
    section: string,
    done: string,
    idle: string,
  ): Promise<void> {
    const { text, data, isError } = await call("edit_persona", { commands: [command] });
    if (isError) return reload({ section, text: errorSentence(text), isError });
    if (data.outcome !== "committed") return reload({ section, text: idle, isError: false });
    await reload({
      section,
      text: done,
      isError: false,
      ...(typeof data.revision === "number" && { revision: data.revision }),
    });
    await tellModel();
  }

  async function forget(value: Named, key: string, section: string, confirm?: string): Promise<void> {
    const { field, label, content } = value;
    const { text, data, isError } = await call("forget", { field, content, ...(confirm !== undefined && { confirm }) });
    const named = `“${contentText(content)}”`;
    if (isError) return reload({ section, text: errorSentence(text), isError });
    if (data.outcome === "confirmation-wanted" && typeof data.confirm === "string" && data.confirm !== confirm) {
      const phrase = data.confirm;
      const question = `Forget that “${label}” holds ${named}, and the messages that say it, for good?`;
      return ask({ key, text: question, yes: () => void forget(value, key, section, phrase) });
    }
    if (data.outcome !== "forgotten") return reload({ section, text: `${named} was kept.`, isError: false });
    await reload({ section, text: `${named} and what said it is forgotten.`, isError: false });
    await tellModel();
  }

  /** A model that is not told goes on with what it has read; nothing else is lost. */
  async function tellModel(): Promise<void> {
    await channel.tellModel(CHANGED).catch(() => {});
  }

  const nothing = "Nothing changed: it is so already.";
  return {
    ...(isOffered("edit_persona") && {
      edit: {
        keep: ({ field, label, content }, section) =>
          void edit(
            { kind: "set", field, content },
            section,
            `“${contentText(content)}” is kept in ${label}.`,
            nothing,
          ),
        remove: ({ field, label, content }, section) =>
          void edit(
            { kind: "remove", field, content },
            section,
            `“${contentText(content)}” is removed from ${label}.`,
            nothing,
          ),
        lock: ({ field, label }, locked, section) =>
          void edit(
            { kind: locked ? "lock" : "unlock", field },
            section,
            locked ? `${label} is locked: only you change it.` : `${label} is unlocked: it may be learned again.`,
            nothing,
          ),
        pause: (paused, section) =>
          void edit(
            { kind: paused ? "pause" : "resume" },
            section,
            paused ? "Learning is paused." : "Learning goes on.",
            nothing,
          ),
        undo: (revision, section) =>
          void edit(
            { kind: "undo", revision },
            section,
            "The change is taken back.",
            "Nothing is left to take back: all of it was changed since.",
          ),
      },
    }),
    ...(isOffered("forget") && { forget: (value, key, section) => void forget(value, key, section) }),
  };
}
