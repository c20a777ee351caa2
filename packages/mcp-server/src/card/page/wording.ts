import type { CardChange, CardContent } from "../card-data.ts";

export function contentText(content: CardContent): string {
  if (typeof content === "boolean") return content ? "yes" : "no";
  return String(content);
}

/** `1 conversation`, `2 conversations`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

/** @param at - ISO 8601; what is none is shown as it is */
export function dateText(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : DATE.format(date);
}

/** `1 fact, …`: sentences of one line, set apart. */
export function sequence(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(" · ");
}

/** What one step of a revision did, before the content that it names. */
export function stepText({ kind, label = "" }: CardChange["steps"][number]): string {
  switch (kind) {
    case "set":
    case "add":
      return label;
    case "remove":
      return `removed from ${label}`;
    case "restore":
      return `back in ${label}`;
    case "lock":
      return `locked ${label}`;
    case "unlock":
      return `unlocked ${label}`;
    case "pause":
      return "paused learning";
    case "resume":
      return "resumed learning";
    case "consent":
      return `may learn about ${label}`;
    case "consent withdrawn":
      return `may no longer learn about ${label}`;
    case "forget":
      return "forgot something";
    default:
      return kind;
  }
}

/** Our own sentence in the answer of a tool, without its code. */
export function errorSentence(text: string): string {
  return text.replace(/^[A-Z_]+: /, "");
}
