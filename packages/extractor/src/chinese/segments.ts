const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** A word as the dictionary that comes with the runtime sees it, with its offset in the text. */
export interface Segment {
  readonly text: string;
  readonly start: number;
}

/** The words of a short text. */
export function segmentsOf(text: string): readonly Segment[] {
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({ text: segment, start: index }));
}
