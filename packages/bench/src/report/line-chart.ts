import { type ScaleLinear, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html } from "hono/html";
import { markOf } from "./arm-mark.ts";
import type { Curve, CurveSet, Point } from "./curve.ts";
import type { Markup } from "./markup.ts";
import type { Measure } from "./measure.ts";
import { numberText } from "./number-text.ts";

const WIDTH = 860;
const HEIGHT = 380;
const LABELS = 220; // right of the plot: room for the names at the ends of their lines
const LEFT = 52;
const RIGHT = WIDTH - LABELS;
const TOP = 40;
const BOTTOM = HEIGHT - 48;
const LABEL_GAP = 17;

type Scale = ScaleLinear<number, number>;

/**
 * Curves as an SVG that stands for itself: told apart by dashes, symbols and names at the ends of the lines, with its
 * figures in words for those who do not see it.
 *
 * @param id - unique in the page
 */
export function lineChart({ measure, curves }: CurveSet, id: string): Markup {
  const points = curves.flatMap((curve) => curve.points);
  const conversations = points.map(({ conversation }) => conversation);
  const last = Math.max(...conversations);
  const x = scaleLinear([Math.min(...conversations), Math.max(last, 2)], [LEFT, RIGHT]);
  const y = scaleLinear([0, ceilingOf(measure, points)], [BOTTOM, TOP]).nice(5);
  const labels = spread(
    curves.map(({ points: own }) => y(own.at(-1)?.value ?? 0)),
    { gap: LABEL_GAP, from: TOP, to: BOTTOM + 8 },
  );
  return html`<svg class="chart" id="${id}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${measure.axis} over the conversations</title>
<desc id="${id}-desc">${curves.map((curve) => curveText(curve, measure)).join(" ")}</desc>
${axes({ x, y, last, measure })}
${curves.map((curve, place) => curveMarkup(curve, { x, y, label: labels[place] ?? 0 }))}
</svg>`;
}

function ceilingOf({ scale }: Measure, points: readonly Point[]): number {
  if (scale === "share" || scale === "similarity") return 1;
  if (scale === "rating") return 10;
  return Math.max(...points.map(({ value }) => value)) || 1;
}

function axes({ x, y, last, measure }: { x: Scale; y: Scale; last: number; measure: Measure }): Markup {
  const first = x.domain()[0] ?? 1;
  const step = Math.ceil((last - first + 1) / 16);
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (number) => (number - first) % step === 0,
  );
  return html`<text class="axis-name" x="4" y="18">${measure.axis}</text>
${y
  .ticks(5)
  .map(
    (tick) =>
      html`<path class="grid" d="M${LEFT},${round(y(tick))}H${RIGHT}"/><text class="tick" x="${LEFT - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${tickText(tick, measure)}</text>`,
  )}
${numbers.map((number) => html`<text class="tick" x="${round(x(number))}" y="${BOTTOM + 20}" text-anchor="middle">${number}</text>`)}
<text class="axis-name" x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">Conversation (number)</text>`;
}

function curveMarkup({ name, arm, points }: Curve, { x, y, label }: { x: Scale; y: Scale; label: number }): Markup {
  const { colourClass, dashes, path } = markOf(arm);
  const end = points.at(-1);
  const [endX, endY] = [x(end?.conversation ?? 0), y(end?.value ?? 0)];
  const draw = line<Point>(
    ({ conversation }) => x(conversation),
    ({ value }) => y(value),
  ).digits(1);
  return html`<g class="${colourClass}"><path class="line" d="${draw(points)}" stroke-dasharray="${dashes}"/>
${points.map(({ conversation, value }) => html`<path class="symbol" transform="translate(${round(x(conversation))},${round(y(value))})" d="${path}"/>`)}
<path class="leader" d="M${round(endX + 7)},${round(endY)}L${RIGHT + 18},${round(label)}"/><path class="symbol" transform="translate(${RIGHT + 26},${round(label)})" d="${path}"/><text class="label" x="${RIGHT + 36}" y="${round(label + 4)}">${name}</text></g>`;
}

function curveText({ name, points }: Curve, { scale }: Measure): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const from = `${numberText(first.value, scale)} at conversation ${first.conversation}`;
  return `${name}: ${from}, ${numberText(last.value, scale)} at ${last.conversation}.`;
}

function tickText(tick: number, { scale }: Measure): string {
  if (scale === "share") return `${Math.round(tick * 100)} %`;
  return scale === "similarity" ? tick.toFixed(1) : tick.toLocaleString("en");
}

/**
 * Moves positions apart until none is nearer to the next than the gap, each as little as its order allows, and keeps them
 * in the frame while there is room in it.
 */
export function spread(
  positions: readonly number[],
  { gap, from, to }: { gap: number; from: number; to: number },
): readonly number[] {
  const order = positions
    .map((_, index) => index)
    .toSorted((one, other) => (positions[one] ?? 0) - (positions[other] ?? 0));
  const placed: number[] = [];
  let floor = from;
  for (const index of order) {
    placed[index] = Math.max(positions[index] ?? 0, floor);
    floor = (placed[index] ?? 0) + gap;
  }
  let ceiling = Math.max(to, from + gap * (positions.length - 1));
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, ceiling);
    ceiling = (placed[index] ?? 0) - gap;
  }
  return placed;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
