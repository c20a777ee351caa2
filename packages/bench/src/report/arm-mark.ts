import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from "d3-shape";
import { html } from "hono/html";
import type { Markup } from "./markup.ts";

const SYMBOLS: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
];
const DASHES = ["none", "7 3", "2 3", "10 3 2 3", "5 2 1 2 1 2", "1 4", "14 4", "4 4 1 4"];
const COLOURS = 8;

/** How an arm is told from the others, in colour and without. The same arm has the same mark everywhere. */
export interface ArmMark {
  /** Name of a class that sets the colour. */
  readonly colourClass: string;
  /** As `stroke-dasharray` takes it. */
  readonly dashes: string;
  /** As a path around the origin, about seven units wide. */
  readonly path: string;
}

/** @param arm - the arm's place in the run; from the 57th on, marks come again */
export function markOf(arm: number): ArmMark {
  const type = SYMBOLS[arm % SYMBOLS.length] ?? symbolCircle;
  return {
    colourClass: `arm-${arm % COLOURS}`,
    dashes: DASHES[arm % DASHES.length] ?? "none",
    path: symbol().type(type).size(40).digits(1)() ?? "",
  };
}

/** A stroke of the arm's line with its symbol, to stand before its name. */
export function armSwatch(arm: number): Markup {
  const { colourClass, dashes, path } = markOf(arm);
  return html`<svg class="swatch ${colourClass}" viewBox="0 0 34 12" width="34" height="12" aria-hidden="true"><path class="line" d="M0,6H34" stroke-dasharray="${dashes}"/><path class="symbol" transform="translate(17,6)" d="${path}"/></svg>`;
}
