import {
  type Content,
  contentSchema,
  type Evidence,
  type FieldDefinition,
  fieldOf,
  type PersonaSchema,
} from "@lifelong/core";
import type { Claim } from "./claim.ts";
import type { Effect } from "./language.ts";
import { isMeantBy, isSameContent, namesAsMuch } from "./likeness.ts";

/** More evidence than this for one value tells nothing new. */
const PIECES_OF_EVIDENCE = 5;

/** What one claim, or several that agree, asks of a field. */
export interface Wish {
  readonly field: string;
  readonly definition: FieldDefinition;
  readonly effect: Effect;
  /** Absent, with `drop`: everything that the field holds. */
  readonly content?: Content;
  readonly evidence: readonly Evidence[];
}

/** Sums up claims in the order in which they were made: later words replace earlier ones, repeated words support. */
export function wishesOf(schema: PersonaSchema, claims: readonly Claim[]): readonly Wish[] {
  let wishes: readonly Wish[] = [];
  for (const { field, effect, content, evidence } of claims) {
    const definition = fieldOf(schema, field);
    if (definition === undefined || definition.learn === "never") continue;
    const fitting = fitted(definition, content);
    if (fitting === undefined && (content !== undefined || effect === "hold")) continue;
    const wish: Wish = {
      field,
      definition,
      effect,
      evidence: [evidence],
      ...(fitting === undefined ? {} : { content: fitting }),
    };
    wishes = effect === "drop" ? dropped(wishes, wish) : held(wishes, wish);
  }
  return wishes;
}

/** The content as the field takes it; undefined when it does not fit. */
function fitted(definition: FieldDefinition, content: Content | undefined): Content | undefined {
  if (content === undefined) return undefined;
  const shaped = definition.kind === "number" ? Number(content) : content;
  if (typeof shaped === "string" && shaped.length > definition.maxLength) return undefined;
  return contentSchema(definition).safeParse(shaped).success ? shaped : undefined;
}

function dropped(wishes: readonly Wish[], wish: Wish): readonly Wish[] {
  const stands = (other: Wish) =>
    other.field !== wish.field || other.effect === "drop" || !isMeantBy(wish.definition, other.content, wish.content);
  return [...wishes.filter(stands), wish];
}

function held(wishes: readonly Wish[], wish: Wish): readonly Wish[] {
  const { field, definition, content } = wish;
  const rivals = wishes.filter((other) => other.field === field && other.effect === "hold");
  const same = rivals.find(
    (other) => isSameContent(other.content, content) || namesAsMuch(definition, other.content, content),
  );
  if (same !== undefined) return wishes.map((other) => (other === same ? supported(same, wish) : other));
  const outdone = rivals.filter(
    (other) => definition.kind !== "set" || namesAsMuch(definition, content, other.content),
  );
  return [...wishes.filter((other) => !outdone.includes(other)), wish];
}

/** A session supports a value once. */
function supported(wish: Wish, { evidence }: Wish): Wish {
  const news = evidence.filter(({ sessionId }) => !wish.evidence.some((known) => known.sessionId === sessionId));
  return { ...wish, evidence: [...wish.evidence, ...news].slice(0, PIECES_OF_EVIDENCE) };
}
