import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyChange, fold, support } from "./apply.ts";
import { forgetIn } from "./forgetting.ts";
import { type History, personaAt, prune } from "./history.ts";
import { emptyPersona, PERSONA_FORMAT, type Persona, type Quote } from "./persona.ts";
import type { Change, Revision } from "./revision.ts";

const AT = "2026-03-01T10:00:00.000Z";

function quote(sessionId: string, day: number, text = `said in ${sessionId}`): Quote {
  return {
    sessionId,
    messageIndex: 0,
    quote: text,
    startedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
    sequence: day,
    source: "witnessed",
  };
}

function believe(
  kind: "set" | "add",
  id: string,
  content: string,
  basis: "user" | "stated" | "inferred",
  evidence: readonly Quote[],
): Change {
  return { kind, field: "home", value: { id, content, basis }, evidence };
}

function after(...changes: readonly Change[]): Persona {
  return changes.reduce((persona, change) => applyChange(persona, change, AT), emptyPersona("ana"));
}

function contents(persona: Persona): readonly unknown[] {
  return persona.fields.home?.values.map(({ content, tentative }) => (tentative ? `${content}?` : content)) ?? [];
}

function revision(number: number, changes: readonly Change[]): Revision {
  return {
    format: PERSONA_FORMAT,
    revision: number,
    at: new Date(Date.UTC(2026, 1, 1, 0, number)).toISOString(),
    cause: { kind: "command" },
    schema: "test@1",
    changes,
    refusals: [],
  };
}

describe("applyChange", () => {
  test("a confirmed value takes the place of the other", () => {
    const one = believe("set", "v1.1", "Porto", "stated", [quote("s1", 1)]);
    const other = believe("set", "v2.1", "Lisbon", "stated", [quote("s2", 2)]);
    expect(contents(after(one, other))).toEqual(["Lisbon"]);
  });

  test("an inferred value stands beside the confirmed one until a second session supports it", () => {
    const stated = believe("set", "v1.1", "Porto", "stated", [quote("s1", 1)]);
    const guess = believe("set", "v2.1", "Lisbon", "inferred", [quote("s2", 2)]);
    const again = believe("set", "v2.1", "Lisbon", "inferred", [quote("s3", 3)]);
    expect(contents(after(stated, guess))).toEqual(["Porto", "Lisbon?"]);
    expect(contents(after(stated, guess, again))).toEqual(["Lisbon"]);
  });

  test("a field holds one tentative value, the newest", () => {
    const one = believe("set", "v1.1", "Porto", "inferred", [quote("s1", 1)]);
    const other = believe("set", "v2.1", "Lisbon", "inferred", [quote("s2", 2)]);
    expect(contents(after(one, other))).toEqual(["Lisbon?"]);
  });

  test("a set keeps every item", () => {
    const one = believe("add", "v1.1", "jazz", "stated", [quote("s1", 1)]);
    const other = believe("add", "v2.1", "tea", "stated", [quote("s2", 2)]);
    expect(contents(after(one, other))).toEqual(["jazz", "tea"]);
  });

  test("conversations told apart under one id count once within a day", () => {
    const twins = [quote("s", 1), quote("s~1a", 1), quote("s~2b", 3)];
    const [value] = after(believe("add", "v1.1", "jazz", "inferred", twins)).fields.home?.values ?? [];
    expect(value && support(value)).toBe(2);
    expect(value?.supportedBy).toHaveLength(3);
  });

  test("the first two and the newest three quotes are kept, and the newest sixteen supporters", () => {
    const changes = Array.from({ length: 20 }, (_, index) =>
      believe("add", "v1.1", "jazz", "stated", [quote(`s${index + 1}`, index + 1)]),
    );
    const [value] = after(...changes).fields.home?.values ?? [];
    expect(value?.quotes.map(({ sessionId }) => sessionId)).toEqual(["s1", "s2", "s18", "s19", "s20"]);
    expect(value?.supportedBy.map(({ sessionId }) => sessionId).at(0)).toBe("s5");
    expect(value?.supportedBy).toHaveLength(16);
  });

  test("a value of the user's hand keeps its time when learning confirms it", () => {
    const given = applyChange(emptyPersona("ana"), believe("set", "v1.1", "Porto", "user", []), AT);
    const confirm = believe("set", "v1.1", "Porto", "user", [quote("s1", 1)]);
    const [value] = applyChange(given, confirm, "2026-03-05T00:00:00.000Z").fields.home?.values ?? [];
    expect(value).toMatchObject({ changedAt: AT, supportedBy: [{ sessionId: "s1" }] });
  });

  test("a removal closes, a later accepted value lifts the closure, and an earlier one does not", () => {
    const closure = { at: "2026-01-10T00:00:00.000Z", by: "removal" as const };
    const believed = believe("set", "v1.1", "Porto", "stated", [quote("s1", 1)]);
    const removed: Change = {
      kind: "remove",
      field: "home",
      valueId: "v1.1",
      evidence: [],
      closes: { scope: "field", closure },
    };
    const closed = after(believed, removed);
    expect(closed.fields.home).toEqual({ values: [], closed: closure });
    const later = applyChange(closed, believe("set", "v3.1", "Faro", "stated", [quote("s2", 20)]), AT);
    expect(later.fields.home?.closed?.reopened).toBe(true);
    const earlier = applyChange(closed, believe("set", "v3.1", "Faro", "stated", [quote("s2", 5)]), AT);
    expect(earlier.fields.home?.closed?.reopened).toBeUndefined();
  });

  test("a change of an unknown kind changes nothing", () => {
    const persona = after(believe("add", "v1.1", "jazz", "stated", [quote("s1", 1)]));
    const unknown = JSON.parse('{ "kind": "merge", "field": "home" }') as Change;
    expect(applyChange(persona, unknown, AT)).toEqual(persona);
  });

  test("unknown keys of documents are carried along", () => {
    const persona = after(believe("add", "v1.1", "jazz", "stated", [quote("s1", 1)]));
    const [value] = persona.fields.home?.values ?? [];
    const newer = { ...persona, mood: "calm", fields: { home: { values: [{ ...value, weight: 3 }], colour: "red" } } };
    const next = apply(newer as Persona, revision(1, [believe("add", "v1.1", "jazz", "stated", [quote("s2", 2)])]));
    expect(next).toMatchObject({ mood: "calm", fields: { home: { colour: "red", values: [{ weight: 3 }] } } });
  });
});

/** Histories of believing, removing, locking and restoring over two fields and eight sessions. */
const someChange: fc.Arbitrary<(number: number, index: number) => Change> = fc
  .record({
    field: fc.constantFrom("home", "likes", "__proto__"),
    content: fc.constantFrom("Porto", "Lisbon", "tea", "jazz"),
    basis: fc.constantFrom("user", "stated", "inferred"),
    sessions: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    what: fc.constantFrom(
      "believe",
      "believe",
      "believe",
      "again",
      "remove",
      "merge",
      "displace",
      "lock",
      "unlock",
      "pause",
    ),
    target: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 })),
  })
  .map(({ field, content, basis, sessions, what, target }) => (number: number, index: number): Change => {
    const evidence = basis === "user" ? [] : sessions.map((day) => quote(`s${day}`, day, `I said ${content}`));
    const kind = field === "home" ? "set" : "add";
    const older = `v${target[0]}.${target[1]}`;
    switch (what) {
      case "remove":
        return {
          kind: "remove",
          field,
          valueId: older,
          evidence,
          closes: { scope: kind === "set" ? "field" : "value", closure: { at: AT, by: "removal" } },
        };
      case "merge":
        return { kind: "remove", field, valueId: older, evidence, into: `v${Math.max(1, number - 1)}.1` };
      case "displace":
        return {
          kind,
          field,
          value: { id: `v${number}.${index + 1}`, content, basis: basis as "stated" },
          evidence,
          displaces: older,
        };
      case "lock":
      case "unlock":
        return { kind: what, field };
      case "pause":
        return { kind: "pause" };
      default:
        return {
          kind,
          field,
          value: { id: what === "again" ? older : `v${number}.${index + 1}`, content, basis: basis as "stated" },
          evidence,
        };
    }
  });

const someHistory: fc.Arbitrary<History> = fc
  .array(fc.array(someChange, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((revisions) => ({
    userId: "ana",
    base: null,
    revisions: revisions.map((changes, index) =>
      revision(
        index + 1,
        changes.map((make, place) => make(index + 1, place)),
      ),
    ),
  }));

function folded({ userId, base, revisions }: History): string {
  return JSON.stringify(fold(userId, base, revisions));
}

describe("fold", () => {
  test("gives the same bytes step by step through JSON as all at once", () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        let stepwise: Persona = emptyPersona("ana");
        for (const each of history.revisions) {
          stepwise = JSON.parse(JSON.stringify(apply(stepwise, JSON.parse(JSON.stringify(each)))));
        }
        expect(JSON.stringify(stepwise)).toBe(folded(history));
      }),
    );
  });

  test("gives the same bytes from any later base", () => {
    fc.assert(
      fc.property(someHistory, fc.nat(12), (history, keep) => {
        const pruned = prune(history, keep);
        expect(pruned.revisions.length).toBeLessThanOrEqual(keep);
        expect(folded(pruned)).toBe(folded(history));
      }),
    );
  });

  test("holds one confirmed and one tentative value at most in a single-valued field, whatever is forgotten", () => {
    fc.assert(
      fc.property(someHistory, fc.integer({ min: 1, max: 8 }), (history, day) => {
        const values = fold("ana", null, forgetSession(history, `s${day}`).revisions).fields.home?.values ?? [];
        expect(values.filter(({ tentative }) => tentative).length).toBeLessThanOrEqual(1);
        expect(values.filter(({ tentative }) => !tentative).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function forgetSession(history: History, sessionId: string): History {
  return forgetIn(history, {
    takesEvidence: (evidence) => evidence.sessionId === sessionId,
    takesValue: () => false,
    mentions: () => false,
  });
}

describe("forgetIn", () => {
  test("leaves no trace of a session in base or revisions", () => {
    fc.assert(
      fc.property(someHistory, fc.nat(12), fc.integer({ min: 1, max: 8 }), (history, keep, day) => {
        const forgotten = forgetSession(prune(history, keep), `s${day}`);
        expect(JSON.stringify(forgotten)).not.toContain(`"s${day}"`);
      }),
    );
  });

  test("leaves no trace of a content in base or revisions", () => {
    fc.assert(
      fc.property(someHistory, fc.nat(12), (history, keep) => {
        const forgotten = forgetIn(prune(history, keep), {
          takesEvidence: () => false,
          takesValue: (_, content) => content === "Porto",
          mentions: (text) => text.includes("Porto"),
        });
        expect(JSON.stringify(forgotten)).not.toContain("Porto");
        expect(folded(forgotten)).not.toContain("Porto");
      }),
    );
  });

  test("does not bring back what the forgotten value had displaced", () => {
    const history: History = {
      userId: "ana",
      base: null,
      revisions: [
        revision(1, [believe("set", "v1.1", "Hamburg", "stated", [quote("s1", 1)])]),
        revision(2, [believe("set", "v2.1", "Berlin", "stated", [quote("s2", 2)])]),
      ],
    };
    expect(contents(personaAt(forgetSession(history, "s2"), 2))).toEqual([]);
  });

  test("takes a merge apart when the value that was kept goes with its session, unless it was removed since", () => {
    const merge: Change = { kind: "remove", field: "home", valueId: "v1.1", evidence: [quote("s1", 1)], into: "v2.1" };
    const revisions = [
      revision(1, [believe("add", "v1.1", "tea", "stated", [quote("s1", 1)])]),
      revision(2, [believe("add", "v2.1", "tea, coffee", "stated", [quote("s2", 2)])]),
      revision(3, [merge]),
    ];
    const history: History = { userId: "ana", base: null, revisions };
    const held = (session: string, of = history) => {
      const { values } = personaAt(forgetSession(of, session), 9).fields.home ?? { values: [] };
      return values.map(({ content, supportedBy }) => [content, supportedBy.map(({ sessionId }) => sessionId).join()]);
    };
    expect(held("s9")).toEqual([["tea, coffee", "s1,s2"]]);
    expect(held("s2")).toEqual([["tea", "s1"]]);
    expect(held("s1")).toEqual([["tea, coffee", "s2"]]);
    const gone: Change = { kind: "remove", field: "home", valueId: "v2.1", evidence: [] };
    expect(held("s2", { ...history, revisions: [...revisions, revision(4, [gone])] })).toEqual([]);
  });

  test("takes a fuller value and what it took over in the same revision apart, and closes nothing by it", () => {
    const history: History = {
      userId: "ana",
      base: null,
      revisions: [
        revision(1, [believe("add", "v1.1", "daughter Ida", "stated", [quote("s1", 1)])]),
        revision(2, [
          believe("add", "v2.1", "daughter Ida, 13", "stated", [quote("s2", 2)]),
          { kind: "remove", field: "home", valueId: "v1.1", evidence: [quote("s2", 2)], into: "v2.1" },
        ]),
      ],
    };
    expect(contents(personaAt(history, 2))).toEqual(["daughter Ida, 13"]);
    const left = personaAt(forgetSession(history, "s2"), 2);
    expect(contents(left)).toEqual(["daughter Ida"]);
    expect(JSON.stringify(left)).not.toContain("s2");
    expect(left.fields.home?.closedValues ?? []).toEqual([]);
  });

  test("keeps a value that another session supports, and makes it tentative again if one is not enough", () => {
    const history: History = {
      userId: "ana",
      base: null,
      revisions: [
        revision(1, [believe("set", "v1.1", "Berlin", "inferred", [quote("s1", 1)])]),
        revision(2, [believe("set", "v1.1", "Berlin", "inferred", [quote("s2", 2)])]),
      ],
    };
    expect(contents(personaAt(history, 2))).toEqual(["Berlin"]);
    expect(contents(personaAt(forgetSession(history, "s1"), 2))).toEqual(["Berlin?"]);
    expect(contents(personaAt(forgetSession(prune(history, 0), "s1"), 2))).toEqual(["Berlin?"]);
  });

  test("keeps a number whose clause does not tell what goes", () => {
    const shared = quote("s1", 1, "My name is Ana, I'm 36 and I live in Porto");
    const age: Change = {
      kind: "set",
      field: "age",
      value: { id: "v1.1", content: 36, basis: "stated" },
      evidence: [shared],
    };
    const forgotten = forgetIn(
      { userId: "ana", base: null, revisions: [revision(1, [age])] },
      { takesEvidence: () => false, takesValue: () => false, mentions: (text) => text.includes("Ana") },
    );
    expect(personaAt(forgotten, 1).fields.age?.values[0]).toMatchObject({ content: 36, quotes: [{ quote: "I'm 36" }] });
  });

  test("cuts a shared quote down to the clause of the value that stays", () => {
    const shared = quote("s1", 1, "Hi, I am Ana and live in Porto");
    const history: History = {
      userId: "ana",
      base: null,
      revisions: [
        revision(1, [
          { kind: "set", field: "name", value: { id: "v1.1", content: "Ana", basis: "stated" }, evidence: [shared] },
        ]),
      ],
    };
    const forgotten = forgetIn(history, {
      takesEvidence: () => false,
      takesValue: () => false,
      mentions: (text) => text.includes("Porto"),
    });
    expect(personaAt(forgotten, 1).fields.name?.values[0]?.quotes.map((kept) => kept.quote)).toEqual(["I am Ana"]);
  });
});
