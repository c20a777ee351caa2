import { expect, test } from "vitest";
import { applyChange } from "./apply.ts";
import { emptyPersona, fieldState, type Quote } from "./persona.ts";
import type { Change } from "./revision.ts";
import { definePersonaSchema } from "./schema.ts";
import { undo } from "./undo.ts";

const AT = "2026-03-09T09:00:00.000Z";
const schema = definePersonaSchema({ id: "t", version: 1, fields: { people: { kind: "set", description: "people" } } });

function quote(day: number): Quote {
  const startedAt = `2026-03-0${day}T09:00:00.000Z`;
  return { sessionId: `s${day}`, messageIndex: 0, quote: "said so", startedAt, sequence: day, source: "witnessed" };
}

function add(id: string, content: string, day: number): Change {
  return { kind: "add", field: "people", value: { id, content, basis: "stated" }, evidence: [quote(day)] };
}

test("gives back what a fuller value took over in the same revision, with its own support", () => {
  const apply = (persona: ReturnType<typeof emptyPersona>, changes: readonly Change[]) =>
    changes.reduce((present, change) => applyChange(present, change, AT), persona);
  const before = apply(emptyPersona("ana"), [add("v1.1", "daughter Ida", 1)]);
  const after = apply(before, [
    add("v2.1", "daughter Ida, 13", 2),
    { kind: "remove", field: "people", valueId: "v1.1", evidence: [quote(2)], into: "v2.1" },
  ]);
  expect(fieldState(after, "people").values.map(({ content }) => content)).toEqual(["daughter Ida, 13"]);
  const back = apply(after, undo({ before, after, present: after }, schema, AT));
  expect(fieldState(back, "people").values).toEqual(fieldState(before, "people").values);
});
