/** A stretch of a text: UTF-16 offsets, `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The same stretches in order, those that touch or overlap joined into one. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last === undefined || span.start > last.end) joined.push(span);
    else if (span.end > last.end) joined[joined.length - 1] = { start: last.start, end: span.end };
  }
  return joined;
}

/** The text at equal length, with spaces for everything in the stretches but line breaks. */
export function blankSpans(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let kept = 0;
  for (const { start, end } of joinSpans(spans)) {
    pieces.push(text.slice(kept, start), text.slice(start, end).replace(/[^\r\n]/g, " "));
    kept = end;
  }
  pieces.push(text.slice(kept));
  return pieces.join("");
}
