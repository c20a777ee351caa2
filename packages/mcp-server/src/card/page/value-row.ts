import { BASIS } from "../../view/basis-text.ts";
import type { CardField, CardValue } from "../card-data.ts";
import { element } from "./element.ts";
import type { Hand, Named } from "./hand.ts";
import type { Ask } from "./notice.ts";
import { contentText, count, dateText } from "./wording.ts";

/** Where a row stands, and what can be done there. */
export interface RowPlace {
  readonly section: string;
  readonly hand: Hand;
  readonly ask?: Ask;
  /** Ends the question. */
  readonly dismiss: () => void;
}

/** A value that counts; its evidence and what can be done with it are behind it. */
export function valueRow(field: CardField, value: CardValue, isFirst: boolean, place: RowPlace): HTMLElement {
  const key = keyOf(field, value);
  return element(
    "li",
    {},
    element(
      "details",
      { "data-key": key },
      element(
        "summary",
        {},
        element("span", { class: isFirst ? "label" : "label repeated" }, field.label),
        contentOf(value),
        element(
          "span",
          { class: "remarks" },
          field.locked && element("span", { class: "chip locked" }, "locked"),
          element("span", { class: `chip ${value.basis}` }, BASIS[value.basis]),
        ),
      ),
      element(
        "div",
        { class: "panel" },
        ...evidenceOf(value),
        buttonsOf(field, value, key, place),
        questionOf(key, place),
      ),
    ),
  );
}

/** A value that does not count yet, with the user's word asked for. */
export function tentativeRow(field: CardField, value: CardValue, { section, hand: { edit } }: RowPlace): HTMLElement {
  const named: Named = { field: field.field, label: field.label, content: value.content };
  const text = contentText(value.content);
  const key = `tentative ${keyOf(field, value)}`;
  return element(
    "li",
    { class: "tentative" },
    element("p", { class: "claim" }, element("span", { class: "label" }, field.label), contentOf(value)),
    ...evidenceOf(value),
    edit &&
      element(
        "div",
        { class: "buttons" },
        button("That’s right", `That’s right: ${field.label} “${text}”`, `${key} keep`, "primary", () =>
          edit.keep(named, section),
        ),
        button("Remove", `Remove “${text}” from ${field.label}`, `${key} remove`, "", () =>
          edit.remove(named, section),
        ),
      ),
  );
}

/** A field that is locked and holds nothing. */
export function emptyRow(field: CardField, { section, hand: { edit } }: RowPlace): HTMLElement {
  return element(
    "li",
    { class: "empty" },
    element(
      "p",
      { class: "claim" },
      element("span", { class: "label" }, field.label),
      element("span", { class: "faint" }, "locked, holds nothing"),
    ),
    edit &&
      element(
        "div",
        { class: "buttons" },
        button("Unlock", `Unlock ${field.label}`, `${field.field} lock`, "", () => edit.lock(field, false, section)),
      ),
  );
}

export function button(text: string, name: string, key: string, look: string, onClick: () => void): HTMLButtonElement {
  return element("button", { type: "button", class: look, "aria-label": name, "data-key": key, onClick }, text);
}

function keyOf({ field }: CardField, { content }: CardValue): string {
  return `${field} ${contentText(content)}`;
}

function contentOf({ content }: CardValue): HTMLElement {
  return element("bdi", { class: "content", dir: "auto" }, contentText(content));
}

function evidenceOf({ quotes, conversations, basis }: CardValue): HTMLElement[] {
  if (quotes.length === 0) {
    const why = basis === "user" ? "You entered this yourself." : "No words of yours are kept for this.";
    return [element("p", { class: "faint" }, why)];
  }
  const list = quotes.map(({ quote, at }) =>
    element(
      "li",
      {},
      element("blockquote", { dir: "auto" }, quote),
      element("time", { datetime: at, class: "faint" }, dateText(at)),
    ),
  );
  const support =
    conversations > 1 && element("p", { class: "faint" }, `Said in ${count(conversations, "conversation")}.`);
  return [element("ul", { class: "quotes", "aria-label": "Your words" }, ...list), ...(support ? [support] : [])];
}

function buttonsOf(
  field: CardField,
  { content }: CardValue,
  key: string,
  { section, hand }: RowPlace,
): HTMLElement | false {
  const { edit, forget } = hand;
  if (!edit && !forget) return false;
  const named: Named = { field: field.field, label: field.label, content };
  const text = contentText(content);
  return element(
    "div",
    { class: "buttons" },
    edit &&
      button("Remove", `Remove “${text}” from ${field.label}`, `${key} remove`, "", () => edit.remove(named, section)),
    edit &&
      button(
        `${field.locked ? "Unlock" : "Lock"} ${field.label}`,
        `${field.locked ? "Unlock" : "Lock"} ${field.label}`,
        `${key} lock`,
        "",
        () => edit.lock(field, !field.locked, section),
      ),
    forget &&
      button("Forget for good…", `Forget for good…, “${text}”`, `${key} forget`, "danger", () =>
        forget(named, key, section),
      ),
  );
}

function questionOf(key: string, { ask, dismiss }: RowPlace): HTMLElement | false {
  if (ask?.key !== key) return false;
  return element(
    "div",
    { class: "question", role: "group", "aria-label": "Forget for good" },
    element("p", { tabindex: "-1", "data-key": `${key} question`, dir: "auto" }, ask.text),
    element(
      "div",
      { class: "buttons" },
      button("Forget", "Forget, for good", `${key} yes`, "danger", ask.yes),
      button("Keep it", "Keep it", `${key} no`, "", dismiss),
    ),
  );
}
