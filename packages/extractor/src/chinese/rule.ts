import type { Content } from "@lifelong/core";
import type { Effect } from "../language.ts";
import type { Cut } from "./value.ts";

/** One way of saying one kind of fact. */
export interface Rule {
  /** Dotted path of the field it teaches. */
  readonly field: string;
  readonly effect: Effect;
  /** In the wording, from where a predicate begins. A group `value` marks the value. */
  readonly pattern: RegExp;
  /** Of whom the clause must speak. `self`: the user, by name or as in the clause before; `we`: also with others; `anyone`: the pattern says it. */
  readonly of: "self" | "we" | "anyone";
  /** What the pattern says by itself: options; with `drop`, each content that may be held. */
  readonly contents?: readonly Content[];
  /** Takes the values from the group. Absent: the whole group as it stands. */
  readonly take?: Cut;
  /** True: an age, which the persona keeps as a number. */
  readonly numeric?: boolean;
  /** True: something that happened, so that it may have happened last year. */
  readonly event?: boolean;
  /** True: an order to the assistant, which may stand in a question for form's sake. */
  readonly order?: boolean;
  /** True: holds in a question too, as the dog does in "我家狗能吃葡萄吗？". */
  readonly presupposed?: boolean;
  /** What must stand in the message before the clause. */
  readonly behind?: RegExp;
}

type Given = Partial<Omit<Rule, "field" | "pattern">>;

/** Rules for one field. In a pattern `VALUE` stands for a value, `END` for the end of a clause with its particles, `STOP` for the bare end. */
export function rules(field: string, patterns: readonly string[], given: Given = {}): readonly Rule[] {
  return patterns.map((source) => ({
    field,
    effect: "hold" as const,
    of: "self" as const,
    ...given,
    pattern: new RegExp(source.replaceAll("VALUE", VALUE).replaceAll("END", END).replaceAll("STOP", STOP), "diy"),
  }));
}

/** Up to sixteen characters within a clause, "、" allowed. */
const VALUE = '(?<value>[^，。！？；：…～—（）\\n“”「」『』"]{1,16}?)';
/** The clause ends, or its sentence. */
const STOP = "(?= ?(?:[，。！？；：…～—（）\\n]|$))";
/** Particles, and the end of the clause. */
const END = `(?:了|啦|的|啊|呀|吧|呢|嘛|喔|哦|欸|诶|齁|耶|唷|哈|哒|滴|罢|哩|呗|噢|捏|而已)*${STOP}`;
