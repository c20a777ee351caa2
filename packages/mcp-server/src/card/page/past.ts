import type { CardChange, CardRefusal } from "../card-data.ts";
import { element } from "./element.ts";
import { button, type RowPlace } from "./value-row.ts";
import { contentText, count, dateText, sequence, stepText } from "./wording.ts";

/** Steps of a revision that are named; the rest are counted. */
const NAMED = 6;

/** What the newest revisions changed. */
export function changeRow(
  { revision, at, by, steps, undo }: CardChange,
  { section, hand: { edit } }: RowPlace,
): HTMLElement {
  const named = steps
    .slice(0, NAMED)
    .map((step) =>
      element(
        "li",
        {},
        element("span", { class: "label" }, stepText(step)),
        step.content !== undefined && element("bdi", { dir: "auto" }, contentText(step.content)),
      ),
    );
  const rest = steps.length - named.length;
  return element(
    "li",
    { class: "change" },
    element(
      "div",
      {},
      element("ul", { class: "steps" }, ...named, rest > 0 && element("li", { class: "faint" }, `and ${rest} more`)),
      element("p", { class: "faint" }, sequence([dateText(at), by, undo === "done" && "taken back"])),
    ),
    undo === "possible" &&
      edit &&
      button("Take back", `Take back revision ${revision}`, `undo ${revision}`, "", () => edit.undo(revision, section)),
  );
}

/** A suggestion that was not taken, and why. What it said is not told. */
export function refusalRow({ at, label, sentence, count: times }: CardRefusal): HTMLElement {
  return element(
    "li",
    { class: "refusal" },
    element("span", { class: "label" }, label),
    element(
      "div",
      {},
      element("p", {}, sentence),
      element("p", { class: "faint" }, sequence([dateText(at), times > 1 && count(times, "time")])),
    ),
  );
}
