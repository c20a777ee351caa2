import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pruneStored } from "./__fixtures__/prune-stored.ts";
import { fold } from "./apply.ts";
import type { Command } from "./command.ts";
import { createPersonalizer } from "./create-personalizer.ts";
import { readHistory } from "./history.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { instantPass } from "./pass.ts";
import type { Persona } from "./persona.ts";
import { definePersonaSchema } from "./schema.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const schema = definePersonaSchema({
  id: "small",
  version: 1,
  fields: {
    home: { kind: "text", description: "Where the user lives." },
    age: { kind: "number", description: "Age in years." },
    likes: { kind: "set", description: "What the user likes.", cap: 4 },
  },
});

/** Learns "home: Porto" and "likes: tea" from messages of just that form. */
function plain({ sessions }: Brief): { operations: Operation[] } {
  return {
    operations: sessions.flatMap(({ id, messages }) =>
      messages.flatMap(({ index, text }): Operation[] => {
        const [, field, content] = /^(home|likes): (.+)$/.exec(text) ?? [];
        const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
        return field && content ? [{ kind: field === "home" ? "set" : "add", field, content, evidence }] : [];
      }),
    ),
  };
}

function open() {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const personalizer = createPersonalizer({
    store,
    schema,
    now: clock,
    passes: [instantPass(scriptedOptimizer(plain))],
  });
  let sessions = 0;
  return {
    store,
    clock,
    personalizer,
    edit: async (...commands: Command[]) => {
      clock.advance(60_000);
      return personalizer.edit("ana", commands);
    },
    say: async (...texts: string[]) => {
      clock.advance(60_000);
      sessions += 1;
      await personalizer.recordSession("ana", {
        id: `s${sessions}`,
        messages: texts.map((text) => ({ role: "user", text })),
      });
      await personalizer.optimize("ana");
    },
    held: async () => {
      const { persona } = await personalizer.exportUser("ana");
      return Object.fromEntries(
        Object.entries(persona.fields).map(([field, { values }]) => [field, values.map(({ content }) => content)]),
      );
    },
  };
}

describe("edit", () => {
  test("sets a field, adds to a set, and outranks what was learned", async () => {
    const house = open();
    await house.say("home: Porto", "likes: tea");
    await house.edit(
      { kind: "set", field: "home", content: "Lisbon" },
      { kind: "set", field: "likes", content: "jazz" },
    );
    expect(await house.held()).toEqual({ home: ["Lisbon"], likes: ["tea", "jazz"] });
  });

  test("carries out all commands in one revision, or none", async () => {
    const house = open();
    const edit = house.edit(
      { kind: "set", field: "home", content: "Porto" },
      { kind: "set", field: "age", content: "old" },
    );
    await expect(edit).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await house.store.readHead("ana")).toBeNull();
  });

  test.each([
    [{ kind: "set", field: "hom", content: "Porto" } as const, /home, age, likes/],
    [{ kind: "set", field: "age", content: "thirty" } as const, /a number/],
    [{ kind: "set", field: "home", content: "x".repeat(201) } as const, /at most 200 characters/],
    [{ kind: "remove", field: "home" } as const, /nothing was removed/],
    [{ kind: "undo" } as const, /nothing to undo/],
    [{ kind: "undo", revision: 7 } as const, /not in the history/],
    [{ kind: "undo", since: 7 } as const, /not in the history, which goes from 0 to 0/],
    [{ kind: "undo", since: -1 } as const, /not in the history/],
  ])("refuses %j with a sentence that helps", async (command, sentence) => {
    await expect(open().edit(command)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(sentence),
    });
  });

  test("names what a set holds when it is full or does not hold what shall go", async () => {
    const house = open();
    await house.edit(...["a", "b", "c", "d"].map((content) => ({ kind: "set", field: "likes", content }) as const));
    await expect(house.edit({ kind: "set", field: "likes", content: "e" })).rejects.toThrow("holds 4 values");
    await expect(house.edit({ kind: "remove", field: "likes", content: "z" })).rejects.toThrow("It holds: a; b; c; d.");
  });

  test("an edit that changes nothing leaves no revision", async () => {
    const house = open();
    await house.edit({ kind: "pause" });
    expect(await house.edit({ kind: "pause" })).toMatchObject({ outcome: "nothing", revision: 1 });
  });

  test("what was removed is not learned again from the same sessions", async () => {
    const house = open();
    await house.say("likes: tea");
    await house.edit({ kind: "remove", field: "likes", content: "tea" });
    await house.personalizer.recordSession("ana", {
      id: "late",
      startedAt: "2026-02-01T00:00:00Z",
      messages: [{ role: "user", text: "likes: tea" }],
    });
    await house.personalizer.optimize("ana");
    expect(await house.held()).toEqual({ likes: [] });
    await house.say("likes: tea");
    expect(await house.held()).toEqual({ likes: ["tea"] });
  });
});

describe("undo", () => {
  test("gives back what a revision displaced and closes what it takes back", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.say("home: Lisbon");
    await house.edit({ kind: "undo" });
    expect(await house.held()).toEqual({ home: ["Porto"] });
    const { persona } = await house.personalizer.exportUser("ana");
    expect(persona.fields.home?.closed).toMatchObject({ by: "removal" });
  });

  test("steps back one revision at a time", async () => {
    const house = open();
    for (const content of ["Porto", "Lisbon", "Faro"]) await house.edit({ kind: "set", field: "home", content });
    await house.edit({ kind: "undo" });
    expect(await house.held()).toEqual({ home: ["Lisbon"] });
    await house.edit({ kind: "undo" });
    expect(await house.held()).toEqual({ home: ["Porto"] });
    await house.edit({ kind: "undo" });
    expect(await house.held()).toEqual({ home: [] });
    await expect(house.edit({ kind: "undo" })).rejects.toThrow("nothing to undo");
  });

  test("touches no value that was changed since", async () => {
    const house = open();
    await house.edit({ kind: "set", field: "home", content: "Porto" });
    await house.edit({ kind: "set", field: "home", content: "Lisbon" });
    await house.edit({ kind: "set", field: "home", content: "Faro" });
    await house.edit({ kind: "undo", revision: 2 });
    expect(await house.held()).toEqual({ home: ["Faro"] });
  });

  test("takes back a removal, a lock, a pause and a consent", async () => {
    const house = open();
    await house.edit({ kind: "set", field: "likes", content: "tea" });
    for (const command of [
      { kind: "remove", field: "likes", content: "tea" },
      { kind: "lock", field: "likes" },
      { kind: "pause" },
      { kind: "consent", category: "health", given: true },
    ] as const) {
      const before = JSON.stringify((await house.personalizer.exportUser("ana")).persona);
      await house.edit(command);
      await house.edit({ kind: "undo" });
      const { persona } = await house.personalizer.exportUser("ana");
      const plainly = (text: string) =>
        text.replace(/"(revision|updatedAt|changedAt)":[^,}]+/g, "").replace(/,"closedValues":\[\]/, "");
      expect(plainly(JSON.stringify(persona))).toBe(plainly(before));
    }
  });

  test("moves no watermark and lifts no forget", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.personalizer.forget("ana", { kind: "value", field: "home" });
    await expect(house.edit({ kind: "undo", revision: 2 })).rejects.toThrow("cannot be undone");
    await house.edit({ kind: "set", field: "home", content: "Faro" });
    await house.edit({ kind: "undo" });
    const { persona } = await house.personalizer.exportUser("ana");
    expect(persona.fields.home).toMatchObject({ values: [], closed: { by: "forget" } });
    expect(persona.watermarks.instant).toEqual({ sequence: 1, ordinal: 1 });
  });
});

describe("undo of all that came after a revision", () => {
  test("takes back what was learned, keeps what the user entered, and is one revision that can be undone", async () => {
    const house = open();
    await house.say("home: Porto", "likes: tea");
    await house.say("likes: jazz");
    await house.edit({ kind: "set", field: "age", content: 40 });
    await house.say("home: Lisbon");
    const report = await house.edit({ kind: "undo", since: 1 });
    expect(report).toMatchObject({ outcome: "committed", revision: 5 });
    expect(await house.held()).toEqual({ home: ["Porto"], likes: ["tea"], age: [40] });
    await house.edit({ kind: "undo" });
    expect(await house.held()).toEqual({ home: ["Lisbon"], likes: ["tea", "jazz"], age: [40] });
  });

  test("takes back the user's own entries too when told so", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.edit({ kind: "set", field: "home", content: "Faro" }, { kind: "lock", field: "home" });
    await house.edit({ kind: "undo", since: 1, edits: true });
    expect(await house.held()).toEqual({ home: ["Porto"] });
    expect((await house.personalizer.show("ana")).fields.home?.locked).toBeUndefined();
  });

  test("brings nothing forgotten back", async () => {
    const house = open();
    await house.say("likes: tea");
    await house.say("likes: jazz");
    await house.personalizer.forget("ana", { kind: "value", field: "likes", content: "tea" });
    await house.edit({ kind: "undo", since: 1, edits: true });
    expect(await house.held()).toEqual({ likes: [] });
    expect(JSON.stringify(await house.personalizer.exportUser("ana"))).not.toContain("tea");
  });

  test("leaves alone what the user has changed by hand since", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.say("home: Lisbon");
    await house.edit({ kind: "set", field: "home", content: "Faro" });
    expect(await house.edit({ kind: "undo", since: 1 })).toMatchObject({ outcome: "nothing", revision: 3 });
    expect(await house.held()).toEqual({ home: ["Faro"] });
  });

  test("goes forward again to a revision that an undo had left behind", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.say("home: Lisbon");
    await house.edit({ kind: "undo", since: 1 });
    await house.edit({ kind: "undo", since: 2 });
    expect(await house.held()).toEqual({ home: ["Lisbon"] });
  });

  test("shows a persona as it stood after any revision", async () => {
    const house = open();
    await house.say("home: Porto");
    await house.say("home: Lisbon");
    const contents = async (revision: number) =>
      (await house.personalizer.show("ana", { revision })).fields.home?.values.map(({ content }) => content);
    expect([await contents(0), await contents(1), await contents(2)]).toEqual([undefined, ["Porto"], ["Lisbon"]]);
    await expect(house.personalizer.show("ana", { revision: 3 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("a life of random steps", () => {
  type House = ReturnType<typeof open>;
  const word = fc.constantFrom("Porto", "Lisbon", "tea", "jazz");
  const step: fc.Arbitrary<(house: House) => Promise<unknown>> = fc.oneof(
    fc.tuple(fc.constantFrom("home", "likes"), word).map(
      ([field, content]) =>
        (house: House) =>
          house.say(`${field}: ${content}`),
    ),
    fc.tuple(fc.constantFrom("home", "likes"), word).map(
      ([field, content]) =>
        (house: House) =>
          house.edit({ kind: "set", field, content }),
    ),
    fc.constantFrom("home", "likes").map((field) => (house: House) => house.edit({ kind: "remove", field })),
    fc
      .constantFrom<Command>({ kind: "undo" }, { kind: "lock", field: "home" }, { kind: "unlock", field: "home" })
      .map((command) => (house: House) => house.edit(command)),
    fc
      .record({ since: fc.nat(12), edits: fc.boolean() })
      .map((after) => (house: House) => house.edit({ kind: "undo", ...after })),
    fc
      .nat(9)
      .map((which) => (house: House) => house.personalizer.forget("ana", { kind: "session", sessionId: `s${which}` })),
    word.map(
      (content) => (house: House) => house.personalizer.forget("ana", { kind: "value", field: "likes", content }),
    ),
    fc.nat(5).map(
      (keep) =>
        ({ store, clock }: House) =>
          pruneStored(store, "ana", { keep, at: clock(), schema: "small@1" }),
    ),
  );

  test("leaves a persona that its history rebuilds byte for byte, and never two confirmed values in a single field", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const house = open();
        for (const take of steps) {
          // Steps that do not fit the moment are refused with INVALID_INPUT and change nothing.
          await take(house).catch((error) => expect(error).toMatchObject({ code: "INVALID_INPUT" }));
          const persona = await house.store.readPersona("ana");
          if (!persona) continue;
          const { base, revisions } = await readHistory(house.store, "ana");
          expect(JSON.stringify(fold("ana", base, revisions))).toBe(JSON.stringify(persona));
          expect(confirmed(persona, "home")).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("can be taken back to any moment in which nothing was forgotten since", async () => {
    const enter = fc.tuple(fc.constantFrom("home", "likes"), word, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(enter, { minLength: 2, maxLength: 12 }), fc.nat(11), async (entries, place) => {
        const house = open();
        const seen: unknown[] = [{}];
        for (const [field, content, byHand] of entries) {
          if (byHand) await house.edit({ kind: "set", field, content });
          else await house.say(`${field}: ${content}`);
          seen[(await house.personalizer.show("ana")).revision] = await house.held();
        }
        const since = place % seen.length;
        await house.edit({ kind: "undo", since, edits: true });
        const left = Object.entries(await house.held()).filter(([, contents]) => contents.length > 0);
        expect(Object.fromEntries(left)).toEqual(seen[since]);
      }),
      { numRuns: 200 },
    );
  });

  function confirmed(persona: Persona, field: string): number {
    return persona.fields[field]?.values.filter(({ tentative }) => !tentative).length ?? 0;
  }
});
