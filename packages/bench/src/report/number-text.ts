import type { Difference, Interval } from "../measures/interval.ts";
import type { Measure } from "./measure.ts";

type Scale = Measure["scale"];

/** A number as its scale is written: `82 %`, `0.62`, `7.63`, `1,204`. */
export function numberText(value: number, scale: Scale): string {
  if (scale === "share") return `${signed((value * 100).toFixed(0))} %`;
  if (scale === "count" && Math.abs(value) >= 100) return signed(grouped.format(value));
  return signed(value.toFixed(scale === "count" && Math.abs(value) >= 10 ? 1 : 2));
}

/** An interval's ends: `76–88 %`. */
export function rangeText({ low, high }: Interval, scale: Scale): string {
  const [from, to] = [numberText(low, scale), numberText(high, scale)];
  if (low < 0) return `${from} to ${to}`;
  return `${scale === "share" ? from.replace(" %", "") : from}–${to}`;
}

/** A difference with its sign; of shares in percentage points: `+4.1 pp`. */
export function differenceText({ mean }: Difference, scale: Scale): string {
  return `${withSign(mean, scale)}${scale === "share" ? " pp" : ""}`;
}

/** Ends of a difference's interval, and how sure it is: `+1.3 to +7.0, p = 0.012`. */
export function differenceDetail({ low, high, p }: Difference, scale: Scale): string {
  const sureness = p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`;
  return `${withSign(low, scale)} to ${withSign(high, scale)}, p ${sureness}`;
}

function withSign(value: number, scale: Scale): string {
  const text = scale === "share" ? signed((value * 100).toFixed(1)) : numberText(value, scale);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** With a true minus, and no minus before nothing. */
function signed(text: string): string {
  return text.replace(/^-(?=[0.,]*$)/, "").replace("-", "−");
}
