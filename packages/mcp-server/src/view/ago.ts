const UNITS = [
  ["minute", 60],
  ["hour", 60 * 60],
  ["day", 24 * 60 * 60],
] as const;
const RECENT_DAYS = 14;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** A time as people say it: `2 hours ago`, and after two weeks the date. */
export function ago(time: string, now: Date): string {
  const seconds = (now.getTime() - new Date(time).getTime()) / 1000;
  if (Number.isNaN(seconds)) return "at an unknown time";
  if (seconds < 60 && seconds > -60) return "just now";
  const [unit, size] = UNITS.findLast(([, length]) => Math.abs(seconds) >= length) ?? UNITS[0];
  if (unit === "day" && Math.abs(seconds) / size > RECENT_DAYS) return `on ${day(time)}`;
  return relative.format(-Math.round(seconds / size), unit);
}

/** The day of a time, UTC: `2026-03-14`. */
export function day(time: string): string {
  return time.slice(0, 10);
}
