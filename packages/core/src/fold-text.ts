import { toSimplified } from "./simplified-chinese.ts";

/** A folded text that still knows where each of its UTF-16 units comes from. */
export interface FoldedText {
  readonly text: string;
  /** For each unit of the folded text, where what it stands for begins in the original, and where that ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * One letter with all that joins it, so that Unicode forms can be compared letter by letter: combining marks, half-width
 * voicing marks, format characters that nobody sees, and the parts of a Korean syllable. Plain ASCII goes in runs.
 */
const CLUSTER =
  /[\x20-\x7e]+(?![\p{M}\p{Cf}\uFF9E\uFF9F])|[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF\u3131-\u318E\u3260-\u327E\uFFA0-\uFFDC]+[\p{M}\p{Cf}]*|[^\p{M}\p{Cf}\uFF9E\uFF9F][\p{M}\p{Cf}\uFF9E\uFF9F]*|[\p{M}\p{Cf}\uFF9E\uFF9F]+/gu;
const ASCII = /^[\x20-\x7e]+$/;

/**
 * The text as it is compared: two texts say the same if they fold to the same. Unicode compatibility forms, case, runs
 * of space, the styles of quotation marks and dashes, invisible characters, and whether Chinese is written in traditional
 * or simplified characters make no difference; nothing depends on a language. Folding twice changes nothing more. Never
 * throws.
 */
export function foldText(text: string): string {
  return foldWithOrigins(text).text;
}

/** Folds like `foldText`, and keeps the way back into the original. */
export function foldWithOrigins(text: string): FoldedText {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const known = new Map<string, string>();
  let space: { start: number; end: number } | undefined;
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const plain = ASCII.test(cluster);
    const folded = plain ? foldMarks(cluster.toLowerCase()) : (known.get(cluster) ?? foldCluster(cluster));
    if (!plain) known.set(cluster, folded);
    for (let at = 0; at < folded.length; at += 1) {
      const unit = folded.charAt(at);
      const start = plain ? index + at : index;
      const end = plain ? start + 1 : index + cluster.length;
      if (unit === " " || (!plain && /\s/.test(unit))) {
        space ??= { start, end };
        continue;
      }
      if (space && units.length > 0) {
        units.push(" ");
        starts.push(space.start);
        ends.push(space.end);
      }
      space = undefined;
      units.push(unit);
      starts.push(start);
      ends.push(end);
    }
  }
  return { text: units.join(""), starts, ends };
}

function foldCluster(cluster: string): string {
  const visible = foldMarks(cluster.replace(/\p{Cf}/gu, "")).normalize("NFKC");
  // By way of upper case, which spells out letters that exist in lower case alone, such as ß.
  const folded = visible.toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");
  return toSimplified(foldMarks(folded.replace(/\p{Cf}/gu, "")));
}

function foldMarks(text: string): string {
  return text
    .replace(/[“”„‟«»‹›〝〞＂❝❞]/g, '"')
    .replace(/[‘’‚‛`´′❛❜]/g, "'")
    .replace(/[‐‑‒–—―−﹘﹣－]/g, "-");
}
