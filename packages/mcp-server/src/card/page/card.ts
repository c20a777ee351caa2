import type { CardData, CardField } from "../card-data.ts";
import { element } from "./element.ts";
import type { Hand } from "./hand.ts";
import type { Ask, Notice } from "./notice.ts";
import { changeRow, refusalRow } from "./past.ts";
import { button, emptyRow, type RowPlace, tentativeRow, valueRow } from "./value-row.ts";
import { count, sequence } from "./wording.ts";

/** Everything that is on the card at one moment. */
export interface CardState {
  readonly data: CardData;
  readonly hand: Hand;
  readonly notice?: Notice;
  readonly ask?: Ask;
  readonly dismiss: () => void;
}

const TENTATIVE = "Not sure yet";
const REFUSED = "Refused";
const CHANGES = "Latest changes";
const LEARNING = "Learning";

/** The line below the title. */
export function summaryText({ fields, pending, paused }: CardData): string {
  const held = fields.flatMap(({ values }) => values.filter(({ tentative }) => !tentative)).length;
  return sequence([
    held === 0 ? "Nothing is known for sure yet" : `${count(held, "thing")} known`,
    pending > 0 && `${count(pending, "conversation")} not learned from yet`,
    paused && "learning is paused",
  ]);
}

export function cardSections(state: CardState): HTMLElement[] {
  const { data, notice } = state;
  const place = (section: string): RowPlace => ({ section, ...state });
  const groups = [...Map.groupBy(data.fields, ({ group }) => group)].map(([group, fields]) => ({
    name: group,
    rows: fields.flatMap((field) => rowsOf(field, place(group))),
  }));
  const unsure = data.fields.flatMap((field) =>
    field.values.filter(({ tentative }) => tentative).map((value) => tentativeRow(field, value, place(TENTATIVE))),
  );
  const sections = [
    unsure.length > 0 &&
      sectionOf(TENTATIVE, notice, state, [
        element(
          "p",
          { class: "faint" },
          "Concluded from one conversation. It counts once you or another conversation say so.",
        ),
        element("ul", { class: "rows" }, ...unsure),
      ]),
    ...groups.map(
      ({ name, rows }) =>
        rows.length > 0 && sectionOf(name, notice, state, [element("ul", { class: "rows" }, ...rows)]),
    ),
    data.fields.length === 0 &&
      element(
        "p",
        { class: "nothing" },
        "Nothing is known yet. What you say about yourself in conversations will stand here, with your words beside it.",
      ),
    data.refusals.length > 0 && folded(REFUSED, notice, state, data.refusals.map(refusalRow)),
    data.changes.length > 0 &&
      folded(
        CHANGES,
        notice,
        state,
        data.changes.map((change) => changeRow(change, place(CHANGES))),
      ),
    learningOf(state),
  ].filter((section) => section !== false);
  const isPlaced = notice && sections.some((section) => section.dataset.section === notice.section);
  return notice && !isPlaced ? [noticeOf(notice, state), ...sections] : sections;
}

function rowsOf(field: CardField, place: RowPlace): HTMLElement[] {
  const values = field.values.filter(({ tentative }) => !tentative);
  if (field.values.length === 0) return [emptyRow(field, place)];
  return values.map((value, index) => valueRow(field, value, index === 0, place));
}

function sectionOf(
  name: string,
  notice: Notice | undefined,
  state: CardState,
  children: readonly HTMLElement[],
): HTMLElement {
  return element(
    "section",
    { "aria-label": name, "data-section": name },
    element("h2", {}, name),
    notice?.section === name && noticeOf(notice, state),
    ...children,
  );
}

/** A section that is closed until it is asked for. */
function folded(name: string, notice: Notice | undefined, state: CardState, rows: readonly HTMLElement[]): HTMLElement {
  const isHere = notice?.section === name;
  return element(
    "section",
    { "aria-label": name, "data-section": name },
    element(
      "details",
      { "data-key": `section ${name}`, class: "folded", open: isHere },
      element("summary", {}, element("h2", {}, name), element("span", { class: "faint" }, String(rows.length))),
      isHere && noticeOf(notice, state),
      element("ul", { class: "rows" }, ...rows),
    ),
  );
}

function learningOf(state: CardState): HTMLElement | false {
  const { data, hand, notice } = state;
  const { edit } = hand;
  if (!edit) return false;
  const text = data.paused ? "Resume learning" : "Pause learning";
  return element(
    "footer",
    { "data-section": LEARNING },
    notice?.section === LEARNING && noticeOf(notice, state),
    button(text, text, "pause", "quiet", () => edit.pause(!data.paused, LEARNING)),
  );
}

function noticeOf({ text, isError, revision, section }: Notice, { hand: { edit } }: CardState): HTMLElement {
  return element(
    "div",
    { class: isError ? "notice error" : "notice", tabindex: "-1", "data-key": "notice" },
    element("p", { dir: "auto" }, text),
    revision !== undefined &&
      edit &&
      button("Take back", "Take back this change", "notice undo", "", () => edit.undo(revision, section)),
  );
}
