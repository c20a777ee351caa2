import type { Content } from "@lifelong/core";
import type { Effect } from "../language.ts";
import type { Cut, Span } from "./cut/span.ts";
import type { Sentence } from "./sentence.ts";

/** One way of saying one kind of fact. */
export interface Rule {
  /** Dotted path of the field it teaches. */
  readonly field: string;
  readonly effect: Effect;
  /** In the wording of `Sentence.said`, whole words. A group `value` marks the value; else it begins behind the match. */
  readonly pattern: RegExp;
  /** Takes the value from the words. Absent: the group `value`, or the content below. */
  readonly take?: Cut;
  /** What the pattern says by itself, for enums; with `drop`, absent content means everything that the field holds. */
  readonly content?: Content;
  /** True: an order to the assistant, so that it may stand behind "say" or "never". */
  readonly imperative?: boolean;
  /** True: holds in a question and in what others say too, as the dog does in "what should I feed my dog?". */
  readonly presupposed?: boolean;
}

/** What a sentence says about one field, before anyone doubts it. */
export interface Finding {
  readonly rule: Rule;
  /** Where in `said` the match begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Words that hold the value; absent for fixed contents. */
  readonly span?: Span;
}

type Given = Partial<Pick<Rule, "take" | "content" | "effect" | "imperative" | "presupposed">>;

/** Rules for one field, from patterns in plain English. */
export function rules(field: string, patterns: readonly string[], given: Given = {}): readonly Rule[] {
  return patterns.map((source) => ({
    field,
    effect: "hold" as const,
    ...given,
    // A pattern may end with the space in front of the value, where it looks ahead at the value.
    pattern: new RegExp(`(?<= )(?:${source})(?:(?= )|(?<= ))`, "dg"),
  }));
}

/** Everything that the rules find in a sentence. */
export function findingsIn(sentence: Sentence, all: readonly Rule[]): readonly Finding[] {
  return all.flatMap((rule) =>
    Array.from(sentence.said.matchAll(rule.pattern)).flatMap((match): readonly Finding[] => {
      const place = { rule, start: match.index, end: match.index + match[0].length };
      if (rule.content !== undefined) return [place];
      const group = match.indices?.groups?.value;
      if (group !== undefined) {
        const span = spanBetween(sentence, group[0], group[1]);
        if (span === undefined) return [];
        if (rule.take === undefined) return [{ ...place, span }];
        return rule.take(sentence.words, span.first).map((taken) => ({ ...place, span: taken }));
      }
      if (rule.take === undefined) return rule.effect === "drop" ? [place] : [];
      const from = sentence.at.get(place.end) ?? sentence.at.get(place.end + 1);
      return from === undefined ? [] : rule.take(sentence.words, from).map((span) => ({ ...place, span }));
    }),
  );
}

function spanBetween(sentence: Sentence, start: number, end: number): Span | undefined {
  const inside = [...sentence.at].filter(([offset]) => offset >= start && offset < end).map(([, index]) => index);
  const [first, last] = [inside.at(0), inside.at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last };
}
